import { pageOf } from './expectation.ts'
import type { Expectation } from './expectation.ts'

/** Some of the time on this page nobody saw it. That part is not told as time on the page. */
export const timeInSight = (page: string): Expectation => ({
  wanted: 'only time in sight',
  without: (client) => (client.leaves ? undefined : 'no time'),
  judge({ said, hash, stayed, hidden }) {
    const told = said.flatMap(({ kind, url, seconds, left }) => {
      const [of, time] = kind === 'leave' ? [url, seconds] : [left?.url, left?.seconds]
      return of !== undefined && time !== undefined && pageOf(of, hash) === page ? [time] : []
    })
    if (told.length === 0) return { is: 'wrong', emitted: 'no time' }
    const sum = told.reduce((total, time) => total + time, 0) * 1000
    // Half of the hidden time is room enough for clocks that start a moment late.
    return sum < stayed - hidden / 2
      ? { is: 'right', emitted: 'only time in sight' }
      : { is: 'wrong', emitted: 'hidden time too' }
  },
})
