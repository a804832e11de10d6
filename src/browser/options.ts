import type { Allow, BeforeSend, PageViewsOptions, Sink, UrlPolicyOptions } from '../core/index.js'
import type { ConsentOptions } from './consent.js'
import { warn } from './diagnostics.js'
import type { NavigationSource } from './sources/navigation-source.js'

/** Options of {@link createWaypost}. All are optional. */
export interface WaypostOptions extends PageViewsOptions, UrlPolicyOptions, ConsentOptions {
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
  /** Sees every event before secrets are masked, may change or drop it. One function or several, run in order. */
  beforeSend?: BeforeSend | readonly BeforeSend[]
  /**
   * What may leave of the properties that the app adds, by `capture()` and `register()`: a list of names for each event, or a
   * function. Default: all of them. What waypost says of pages itself is not concerned.
   */
  allow?: Allow
  /** Prints every decision of `explain()` as it is made. In development builds only. Default: false. */
  debug?: boolean
}

/** In development: says which option is unknown or wrong, and what it takes. */
export function checkOptions(options: WaypostOptions): void {
  if (__DEV__) {
    for (const [name, value] of Object.entries(options)) {
      const rule = rules()[name as keyof WaypostOptions] as Rule | undefined
      if (!rule) warn('W006', `${name} is no option; there are ${Object.keys(rules()).join(', ')}`)
      else if (value !== undefined && !rule[1](value)) warn('W006', `${name} must be ${rule[0]}`)
    }
  }
}

type Rule = readonly [takes: string, check: (value: unknown) => boolean]

/** What each option takes, in words and as a check. */
function rules(): Record<keyof WaypostOptions, Rule> {
  const isFunction = (value: unknown) => typeof value === 'function'
  const isText = (value: unknown) => typeof value === 'string'
  const isObject = (value: unknown) => typeof value === 'object' && value !== null
  const isAmount = (value: unknown) => typeof value === 'number' && value >= 0
  const isOneOf =
    (...values: unknown[]) =>
    (value: unknown) =>
      values.includes(value)
  const isList = (check: (value: unknown) => boolean) => (value: unknown) =>
    Array.isArray(value) && value.every(check)
  const isFunctions = (value: unknown) => isFunction(value) || isList(isFunction)(value)

  return {
    sink: ['a sink or a list of sinks', isFunctions],
    source: ['a navigation source', isFunction],
    hashRouting: ['true or false', isOneOf(true, false)],
    persistence: ["'localStorage' or 'memory'", isOneOf('localStorage', 'memory')],
    scrollContainer: ['a CSS selector', isText],
    beforeSend: ['a function or a list of functions', isFunctions],
    pageKey: ['{ query, hash } or a function', (value) => isObject(value) || isFunction(value)],
    titleWait: ['milliseconds, 0 or more', isAmount],
    leave: ["'each' or 'exit'", isOneOf('each', 'exit')],
    ignore: ['a function', isFunction],
    idleAfter: ['seconds, 0 or more', isAmount],
    urls: [
      "'path', 'pattern', 'full' or a function",
      (value) => isOneOf('path', 'pattern', 'full')(value) || isFunction(value),
    ],
    debug: ['true or false', isOneOf(true, false)],
    consent: ["'granted', 'pending' or 'denied'", isOneOf('granted', 'pending', 'denied')],
    respectSignals: ['true or false', isOneOf(true, false)],
    allow: [
      'lists of property names by event, or a function',
      (value) => isObject(value) || isFunction(value),
    ],
    queryKeys: ['a list of query keys', isList(isText)],
    maskSecrets: ['true or false', isOneOf(true, false)],
  }
}
