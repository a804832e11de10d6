import type { BeforeSend, PageViewsOptions, Sink, UrlPolicyOptions } from '../core/index.js'
import { warn } from './diagnostics.js'
import type { NavigationSource } from './sources/navigation-source.js'

/** Options of {@link createWaypost}. All are optional. */
export interface WaypostOptions extends PageViewsOptions, UrlPolicyOptions {
  /** Where events go: a sink, or several. Default: `stubSink()`, which records them in this tab. */
  sink?: Sink | readonly Sink[]
  /**
   * What knows the app's navigations. Default: the browser's Navigation API, or the History API where there is none.
   * With vue-router use `vueRouterSource(router)`: a URL alone does not tell a refused navigation from a real one.
   */
  source?: NavigationSource
  /** The app is routed by the hash (`/#/team/7`) and no router is given. Default: false. */
  hashRouting?: boolean
  /** `'localStorage'` keeps ids and the session across pages; `'memory'` writes nothing at all. Default: `'localStorage'`. */
  persistence?: 'localStorage' | 'memory'
  /** CSS selector of the element that scrolls, when it is not the page itself (rule L7). */
  scrollContainer?: string
  /** Sees every event last, may change or drop it. One function or several, run in order. */
  beforeSend?: BeforeSend | readonly BeforeSend[]
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null
const isFunction = (value: unknown) => typeof value === 'function'
const isText = (value: unknown) => typeof value === 'string'
const isAmount = (value: unknown) => typeof value === 'number' && value >= 0
const oneOf =
  (...values: unknown[]) =>
  (value: unknown) =>
    values.includes(value)
const either =
  (...checks: ((value: unknown) => boolean)[]) =>
  (value: unknown) =>
    checks.some((check) => check(value))
const listOf = (check: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(check)

/** What each option takes, in words and as a check. Only development bundles look at it. */
const rules: Record<keyof WaypostOptions, readonly [string, (value: unknown) => boolean]> = {
  sink: ['a sink or a list of sinks', isObject],
  source: ['a navigation source', isObject],
  hashRouting: ['true or false', oneOf(true, false)],
  persistence: ["'localStorage' or 'memory'", oneOf('localStorage', 'memory')],
  scrollContainer: ['a CSS selector', isText],
  beforeSend: ['a function or a list of functions', either(isFunction, listOf(isFunction))],
  pageKey: ['{ query, hash } or a function', either(isObject, isFunction)],
  titleWait: ['milliseconds, 0 or more', isAmount],
  leave: ["'each' or 'exit'", oneOf('each', 'exit')],
  ignore: ['a function', isFunction],
  idleAfter: ['seconds, 0 or more', isAmount],
  urls: ["'path', 'pattern', 'full' or a function", either(oneOf('path', 'pattern', 'full'), isFunction)],
  queryKeys: ['a list of query keys', listOf(isText)],
}

const isOption = (name: string): name is keyof WaypostOptions => name in rules

/** In development: says which option is unknown or wrong, and what it takes. */
export function checkOptions(options: WaypostOptions): void {
  if (!__DEV__) return
  for (const [name, value] of Object.entries(options)) {
    if (!isOption(name)) warn('W006', `${name} is no option; there are ${Object.keys(rules).join(', ')}`)
    else if (value !== undefined && !rules[name][1](value))
      warn('W006', `${name} must be ${rules[name][0]}`)
  }
}
