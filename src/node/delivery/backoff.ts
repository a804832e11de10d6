/** Milliseconds before the first new try, doubled with each further one, and the longest. */
const FIRST = 5_000
const LONGEST = 5 * 60_000
/** A server that asks for more than this is asked again anyway. */
const LONGEST_WISH = 60 * 60_000

/**
 * How long to wait before a failed request is tried again. Half of it is chance: installs that failed together, since
 * the receiver was away, come back apart.
 */
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
      const limit = Math.min(LONGEST, FIRST * 2 ** Math.min(failures++, 16))
      return Math.max(Math.min(wish || 0, LONGEST_WISH), limit * (0.5 + random() / 2))
    },
    succeed() {
      failures = 0
    },
  }
}
