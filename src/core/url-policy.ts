import { splitUrl } from './location.js'
import type { PageLocation } from './location.js'
import { pairName, queryPairs } from './page-key.js'

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
}

/** The parts of a URL that may be sent. */
export interface SentUrl {
  url: string
  host: string
  path: string
}

/** Applies one URL policy to everything that bears a URL. */
export interface Redactor {
  location(location: PageLocation): SentUrl
  /** A URL that is no location of this app's router: the referrer. */
  url(url: string): string
  /** The pattern of a route as it may be sent. */
  pattern(location: PageLocation): string | undefined
}

/** What stands for a page that has no pattern. */
const NO_PATTERN = '/*'

export function createRedactor({ urls = 'path', queryKeys = ['utm_*'] }: UrlPolicyOptions = {}): Redactor {
  const allowed = (pair: string) =>
    queryKeys.some((key) =>
      key.endsWith('*') ? pairName(pair).startsWith(key.slice(0, -1)) : pairName(pair) === key,
    )
  const allowedQuery = (search: string) => {
    const kept = queryPairs(search).filter(allowed)
    return kept.length ? '?' + kept.join('&') : ''
  }
  const sent = (url: string, path = splitUrl(url).path): SentUrl => ({ url, host: splitUrl(url).host, path })

  return {
    location(location) {
      if (typeof urls === 'function') return sent(urls(location))
      if (urls === 'full') return sent(location.url, location.path)
      const { origin, path } = splitUrl(location.url)
      if (urls === 'pattern') {
        const pattern = location.route?.pattern ?? NO_PATTERN
        return sent(origin + pattern, pattern)
      }
      const page = location.path + allowedQuery(location.search)
      return sent(origin + (location.hashRouting ? path + '#' + page : page), location.path)
    },
    url(url) {
      const { origin, path, search } = splitUrl(url)
      if (urls === 'full') return url
      if (urls === 'pattern') return origin + '/'
      const page = { url, path, search, hash: '' }
      return typeof urls === 'function' ? urls(page) : origin + path + allowedQuery(search)
    },
    pattern(location) {
      const pattern = location.route?.pattern
      // A catch-all says nothing by itself, so the path fills it, unless only patterns may leave.
      return urls !== 'pattern' && pattern && /\(\.\*\)\*?$/.test(pattern)
        ? this.location(location).path
        : pattern
    },
  }
}
