import { inShort, pageOf, sameOnes, viewsOf } from './expectation.ts'
import type { Expectation, Run } from './expectation.ts'

/** The pages that were said to be left. Parts that add up, with no view between them, are one. */
function leavesOf({ said, hash }: Run): string[] {
  return said.flatMap(({ kind, url, part }, index) => {
    if (kind !== 'leave') return []
    const before = said[index - 1]
    const goesOn = part && before?.part && pageOf(before.url, hash) === pageOf(url, hash)
    return goesOn ? [] : [pageOf(url, hash)]
  })
}

/** Pages whose end rides on the view after them. */
const ridesOf = ({ said, hash }: Run) => said.flatMap(({ left }) => (left ? [pageOf(left.url, hash)] : []))

/**
 * Each of these pages is left once, and no other is. By policy the end of a page may ride on the next view instead. Leaves
 * are of views: a page that was not viewed again is not left again.
 */
export const leaves = (...pages: string[]): Expectation => ({
  wanted: inShort(pages),
  without: (client) => (client.leaves ? undefined : 'no leaves'),
  judge(run) {
    const own = leavesOf(run)
    const rides = ridesOf(run)
    const emitted = inShort(own) + (rides.length ? `; on views: ${inShort(rides)}` : '')
    const told = [...own, ...rides]
    const fits = sameOnes(told, pages) && sameOnes(told, viewsOf(run.said, run.hash))
    return { is: !fits ? 'wrong' : rides.length ? 'policy' : 'right', emitted }
  },
})
