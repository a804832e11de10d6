import type { Row } from './row.js'
import type { Tally } from './tally.js'

export const CATEGORIES = ['all', 'view', 'leave', 'open', 'other', 'duplicate'] as const
export type Category = (typeof CATEGORIES)[number]

/** Which rows to show. */
export interface Selection {
  readonly category: Category
  /** Project key; empty for all. */
  readonly token: string
  readonly text: string
}

export function isOpen(row: Row, tally: Tally): boolean {
  return row.kind === 'view' && !row.event.duplicate && row.viewId !== undefined && !tally.isLeft(row.viewId)
}

export function select(rows: readonly Row[], tally: Tally, { category, token, text }: Selection): Row[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter(
    (row) =>
      (token === '' || row.event.token === token) &&
      isOfCategory(row, tally, category) &&
      words.every((word) => row.searchText.includes(word)),
  )
}

function isOfCategory(row: Row, tally: Tally, category: Category): boolean {
  if (category === 'all') return true
  if (category === 'open') return isOpen(row, tally)
  if (category === 'duplicate') return row.event.duplicate
  return row.kind === category && !row.event.duplicate
}
