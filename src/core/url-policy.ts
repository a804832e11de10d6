import type { PageLocation } from './location.js'

/**
 * How much of a URL leaves the browser.
 * - `'path'` (default): origin and path; of the query only the keys in {@link UrlPolicyOptions.queryKeys}; no hash.
 * - `'pattern'`: origin and the route's pattern (`/team/:slug`). A page without a route is `/*`.
 * - `'full'`: everything.
 * - a function returns the URL to send, absolute.
 */
export type UrlPolicy = 'path' | 'pattern' | 'full' | ((location: PageLocation) => string)

export interface UrlPolicyOptions {
  /** How much of a URL leaves the browser. Default: `'path'`. */
  urls?: UrlPolicy
  /** Query keys that may leave under `'path'`; a trailing `*` matches any ending. Default: `['utm_*']`. */
  queryKeys?: readonly string[]
  /**
   * Masks secrets in everything that leaves: in URLs, titles and properties, under every URL policy. What counts as one:
   * values of names like `token`, `code`, `key`, `secret`, `password`, `email`; JSON Web Tokens, e-mail addresses, long
   * runs of digits and letters. Default: true.
   */
  maskSecrets?: boolean
}

/** The parts of a location that may be sent. */
export interface SentLocation {
  url: string
  host: string
  path: string
  /** The route's pattern; a catch-all says nothing by itself, so the path fills it. */
  pattern: string | undefined
}

/** What makes a pattern a catch-all. */
const ANYTHING = '(.*)'

/** Applies one URL policy to everything that bears a URL. */
export type Redactor = (location: PageLocation) => SentLocation

export function createRedactor({ urls = 'path', queryKeys = ['utm_*'] }: UrlPolicyOptions = {}): Redactor {
  const isAllowed = ([name]: readonly [string, string]) =>
    queryKeys.some((key) => (key.endsWith('*') ? name.startsWith(key.slice(0, -1)) : name === key))

  return (location) => {
    const { base, query, route } = location
    let { url, host, path } = location
    let pattern = route?.pattern
    if (typeof urls === 'function') {
      url = urls(location)
      host = /^\w+:\/\/([^/?#]*)/.exec(url)?.[1] ?? ''
      const rest = url.startsWith(base) ? url.slice(base.length) : url.replace(/^\w+:\/\/[^/?#]*/, '')
      path = rest.replace(/[?#].*/, '') || '/'
      if (pattern?.includes(ANYTHING)) pattern = path
    } else if (urls === 'pattern') {
      path = pattern ?? '/*'
      url = base + path
    } else {
      if (pattern?.includes(ANYTHING)) pattern = route?.path
      const kept = query.filter(isAllowed).map((pair) => pair.map(encodeURIComponent).join('='))
      if (urls === 'path') url = base + path + (kept.length ? '?' : '') + kept.join('&')
    }
    return { url, host, path, pattern }
  }
}
