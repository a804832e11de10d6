import type { PageLocation } from './location.js'

/**
 * What makes two locations the same page (rule V5). The path always counts.
 * - `query`: `true` counts the whole query, a list counts the named keys. Default: not counted.
 * - `hash`: `true` counts the hash. Default: not counted.
 * - a function returns the key itself.
 *
 * @example
 * pageKey: { query: ['tab'] } // /instance/7?tab=logs and /instance/7?tab=metrics are two pages
 */
export type PageKey =
  | { query?: boolean | readonly string[]; hash?: boolean }
  | ((location: PageLocation) => string)

/** The pairs of a query, still encoded, in their order. */
export const queryPairs = (search: string): string[] => search.replace(/^\?/, '').split('&').filter(Boolean)

/** The decoded name of a pair; one that can't be decoded stands for itself. */
export function pairName(pair: string): string {
  const name = (pair.split('=', 1)[0] ?? '').replace(/\+/g, ' ')
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** The key of a location under the given rule. */
export function keyOf(location: PageLocation, rule: PageKey = {}): string {
  if (typeof rule === 'function') return rule(location)
  const { query, hash } = rule
  const counted = query
    ? queryPairs(location.search).filter((pair) => query === true || query.includes(pairName(pair)))
    : []
  // Sorted: the order of keys is no difference between two pages.
  return [location.path, counted.sort().join('&'), hash ? location.hash : ''].join('\n')
}
