import type { RouteRow } from '../../collector/panels/types.js'

/** Columns that routes can be sorted by. */
export const SORT_KEYS = ['route', 'views', 'visitors', 'visible', 'engaged', 'scroll', 'exits'] as const
export type SortKey = (typeof SORT_KEYS)[number]

export interface Sort {
  readonly key: SortKey
  readonly isDescending: boolean
}

export const DEFAULT_SORT: Sort = { key: 'views', isDescending: true }

const VALUES: Record<Exclude<SortKey, 'route'>, (row: RouteRow) => number | null> = {
  views: ({ views }) => views,
  visitors: ({ visitors }) => visitors,
  visible: ({ visibleMedian }) => visibleMedian,
  engaged: ({ engagedMedian }) => engagedMedian,
  scroll: ({ scroll }) => scroll,
  exits: ({ exits }) => exits,
}

/** Sorted by a column; routes without a figure come last either way. */
export function sortRoutes(rows: readonly RouteRow[], { key, isDescending }: Sort): RouteRow[] {
  const way = isDescending ? -1 : 1
  return [...rows].sort((a, b) => {
    if (key === 'route') return way * a.route.localeCompare(b.route)
    const [left, right] = [VALUES[key](a), VALUES[key](b)]
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    return way * (left - right) || b.views - a.views || a.route.localeCompare(b.route)
  })
}

/** Reads `views`, or `-views` for descending. */
export function sortOf(text: unknown): Sort {
  if (typeof text !== 'string') return DEFAULT_SORT
  const isDescending = text.startsWith('-')
  const key = SORT_KEYS.find((name) => name === (isDescending ? text.slice(1) : text))
  return key === undefined ? DEFAULT_SORT : { key, isDescending }
}

export function sortText({ key, isDescending }: Sort): string {
  return isDescending ? `-${key}` : key
}

/** What a press on a column's head leads to: figures begin with the largest, names with A. */
export function nextSort(sort: Sort, key: SortKey): Sort {
  return { key, isDescending: sort.key === key ? !sort.isDescending : key !== 'route' }
}
