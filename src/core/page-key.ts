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
  { query?: boolean | readonly string[]; hash?: boolean } | ((location: PageLocation) => string)

/** The key of a location under the given rule. */
export function keyOf(location: PageLocation, rule: PageKey = {}): string {
  if (typeof rule === 'function') return rule(location)
  const { query, hash } = rule
  const counted = location.query.filter(([key]) => query === true || (query && query.includes(key)))
  // Sorted: the order of keys is no difference between two pages.
  return JSON.stringify([location.path, counted.sort(), hash && location.hash])
}
