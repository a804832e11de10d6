import { inShort, sameOnes, viewsOf } from './expectation.ts'
import type { Expectation, Run } from './expectation.ts'

/** These views and no others, in the whole visit. */
export const views = (...pages: string[]): Expectation => ({
  wanted: inShort(pages),
  judge(run) {
    const emitted = viewsOf(run.said, run.hash)
    return { is: sameOnes(emitted, pages) ? 'right' : 'wrong', emitted: inShort(emitted) }
  },
})

/** Views since the landing, and what they would have to be. Where the landing can't be told apart it counts in. */
function sinceLanding({ said, onward, hash }: Run, landing: string, pages: readonly string[]) {
  const emitted = viewsOf(onward ?? said, hash)
  return { emitted, fits: sameOnes(emitted, onward ? pages : [landing, ...pages]) }
}

/** These views and no others after the landing, which has rows of its own: one fault there is not to hide all others. */
export const viewsAfter = (landing: string, pages: readonly string[]): Expectation => ({
  wanted: inShort(pages),
  judge(run) {
    const { emitted, fits } = sinceLanding(run, landing, pages)
    return { is: fits ? 'right' : 'wrong', emitted: inShort(emitted) }
  },
})

/** Whether the page of the landing counts again is for the client to say. More than once more is wrong all the same. */
export const viewsByPolicy = (landing: string): Expectation => ({
  wanted: `nothing, or ${landing}`,
  judge(run) {
    const { emitted, fits } = sinceLanding(run, landing, [])
    const allowed = fits || sinceLanding(run, landing, [landing]).fits
    return { is: allowed ? 'policy' : 'wrong', emitted: inShort(emitted) }
  },
})
