import type { Row } from './row.js'

/** How many of each have arrived. Duplicates count as duplicates only. */
export interface Counts {
  readonly view: number
  readonly leave: number
  readonly other: number
  readonly duplicate: number
  /** Views whose leave has not arrived. */
  readonly open: number
}

export interface Tally {
  add(row: Row): void
  /** Counts of one project key, or of all. */
  counts(token: string): Counts
  /** Whether the end of a view has been reported. */
  isLeft(viewId: string): boolean
  /** Project keys in order of appearance. */
  tokens(): string[]
  clear(token: string | null): void
}

type Counted = 'view' | 'leave' | 'other' | 'duplicate'

/** More ids, or more project keys, than this are forgotten, the oldest first. */
const MAX_IDS = 20_000
const MAX_TOKENS = 100

/** Counts everything that arrives, beyond the rows that the page keeps. */
export function createTally(): Tally {
  const counted = new Map<string, Record<Counted, number>>()
  const open = new Map<string, string>()
  const left = new Map<string, string>()

  return {
    add({ kind, event, viewId, endsViewId }) {
      const { token, duplicate } = event
      const counts = counted.get(token) ?? { view: 0, leave: 0, other: 0, duplicate: 0 }
      counts[duplicate ? 'duplicate' : kind]++
      remember(counted, token, counts, MAX_TOKENS)
      // A leave may overtake its view, so ends are remembered on their own.
      if (endsViewId !== undefined) {
        open.delete(endsViewId)
        remember(left, endsViewId, token, MAX_IDS)
      }
      if (kind === 'view' && viewId !== undefined && !left.has(viewId)) remember(open, viewId, token, MAX_IDS)
    },

    counts(token) {
      const all = [...counted].filter(([name]) => token === '' || name === token).map(([, counts]) => counts)
      const sum = (what: Counted): number => all.reduce((total, counts) => total + counts[what], 0)
      return {
        view: sum('view'),
        leave: sum('leave'),
        other: sum('other'),
        duplicate: sum('duplicate'),
        open: token === '' ? open.size : [...open.values()].filter((name) => name === token).length,
      }
    },

    isLeft: (viewId) => left.has(viewId),
    tokens: () => [...counted.keys()],

    clear(token) {
      if (token === null) for (const map of [counted, open, left]) map.clear()
      else {
        counted.delete(token)
        for (const map of [open, left]) for (const [id, name] of map) if (name === token) map.delete(id)
      }
    },
  }
}

function remember<T>(map: Map<string, T>, key: string, value: T, limit: number): void {
  map.set(key, value)
  const oldest = map.size > limit ? map.keys().next() : undefined
  if (oldest?.done === false) map.delete(oldest.value)
}
