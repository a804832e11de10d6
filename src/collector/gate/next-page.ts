import { PAGE_PATHS } from '../page-routes.js'

const PAGES = new RegExp(
  `^(?:${PAGE_PATHS.map((path) => path.replace(/:\w+/g, '[\\w.~%-]+')).join('|')})(?:\\?[^#\\s\\\\]*)?$`,
)

/**
 * Where somebody wanted to go who had to log in first: a page of the dashboard with its filters, and never another place,
 * whatever the link said.
 */
export function nextPage(wanted: string | null | undefined): string {
  return wanted !== undefined && wanted !== null && wanted.length <= 4_000 && PAGES.test(wanted)
    ? wanted
    : '/'
}
