import type { Client, Message, Said } from './client.ts'

/**
 * - `right`: as expected.
 * - `wrong`: not as expected.
 * - `policy`: another choice that can be defended, and that the expectation names.
 * - `none`: does not apply, because the client never speaks of such a thing, or the engine can't do it.
 */
export type Judgement = 'right' | 'wrong' | 'policy' | 'none'

/** What one cell says. */
export interface Verdict {
  readonly is: Judgement
  /** What was emitted, in short. */
  readonly emitted: string
}

/** One visit of one client. */
export interface Run {
  /** All that was said, in the order of the client's own times. */
  readonly said: readonly Said[]
  /** The part of it that came after the landing. Left out when the client was given no time to be done with it. */
  readonly onward?: readonly Said[] | undefined
  readonly messages: readonly Message[]
  readonly hash: boolean
  /** Milliseconds on the page, and how many of them it was out of sight. */
  readonly stayed: number
  readonly hidden: number
}

/** What is right, and how to see whether it was so. Verdicts come from here and nowhere else. */
export interface Expectation {
  /** In words. */
  readonly wanted: string
  /** What is said of a client that never speaks of such a thing; `undefined` when it does. Default: every client does. */
  without?(client: Pick<Client, 'leaves'>): string | undefined
  judge(run: Run): Verdict
}

/** The page that a URL is of: its path, or with a hash router the path in its hash. */
export function pageOf(url: string, hash: boolean): string {
  if (!URL.canParse(url, 'http://any')) return url
  const { pathname, hash: fragment } = new URL(url, 'http://any')
  if (hash && fragment.startsWith('#/')) return fragment.slice(1).replace(/\?.*/, '')
  return pathname
}

/** `/a, /b ×2`: runs of the same are put together. */
export function inShort(pages: readonly string[]): string {
  if (pages.length === 0) return 'nothing'
  const runs: { page: string; count: number }[] = []
  for (const page of pages) {
    const last = runs.at(-1)
    if (last?.page === page) last.count++
    else runs.push({ page, count: 1 })
  }
  return runs.map(({ page, count }) => (count > 1 ? `${page} ×${count}` : page)).join(', ')
}

/** The same pages equally often. Not in the same order: requests overtake each other. */
export const sameOnes = (some: readonly string[], others: readonly string[]) =>
  [...some].sort().join('\n') === [...others].sort().join('\n')

export const viewsOf = (said: readonly Said[], hash: boolean) =>
  said.filter(({ kind }) => kind === 'view').map(({ url }) => pageOf(url, hash))
