import { pageOf } from './expectation.ts'
import type { Expectation } from './expectation.ts'

/**
 * The last view of the page bears this title. The title of the page before, or of the empty shell, is wrong; a client that
 * names pages in another way than by `document.title` has its policy.
 */
export const title = (page: string, expected: string, ...stale: string[]): Expectation => ({
  wanted: `“${expected}”`,
  judge({ said, hash }) {
    const seen = said.filter(({ kind, url }) => kind === 'view' && pageOf(url, hash) === page)
    const last = seen.at(-1)
    if (!last) return { is: 'wrong', emitted: `no view of ${page}` }
    if (last.title === undefined) return { is: 'none', emitted: 'no title' }
    const emitted = last.title ? `“${last.title}”` : 'an empty title'
    if (last.title === expected) return { is: 'right', emitted }
    return { is: !last.title || stale.includes(last.title) ? 'wrong' : 'policy', emitted }
  },
})
