/** Milliseconds before the first new try, doubled with each further one, and the longest. */
const FIRST = 3_000
const LONGEST = 5 * 60_000

/** How long to wait before a failed request is tried again. Full of jitter: browsers that failed together come back apart. */
export function createBackoff(random: () => number = Math.random) {
  let failures = 0
  return {
    /** How many have failed in a row. */
    get failures() {
      return failures
    },
    /**
     * One more has failed. Returns how long to wait, milliseconds.
     *
     * @param wish what the server asks for by `Retry-After`, milliseconds
     */
    fail(wish = 0): number {
      const limit = Math.min(LONGEST, FIRST * 2 ** failures++)
      return Math.max(Math.min(wish || 0, LONGEST), limit * (0.5 + random() / 2))
    },
    succeed() {
      failures = 0
    },
  }
}
