// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Delivery } from '../../collector/panels/types.js'
import { findingsOf, healthLine, overall } from './health.js'

const healthy: Delivery = {
  views: 1000,
  missing: 2,
  sessionsWithGaps: 1,
  left: 980,
  leaves: [
    { reason: 'navigation', count: 900 },
    { reason: 'recovered', count: 80 },
  ],
  delay: { median: 0.4, p95: 3, late: 4 },
}
const judge = (part: Partial<Delivery>) => findingsOf({ ...healthy, ...part }).map(({ health }) => health)

describe('health of delivery', () => {
  it('is good where little is missing, and says so with figures', () => {
    expect(judge({})).toEqual(['good', 'good', 'good', 'good'])
    const [gaps, , recovered, delay] = findingsOf(healthy)
    expect(gaps?.found).toBe('2 of 1,002 views are missing (0.2%), in 1 session.')
    expect(recovered?.found).toContain('80 leaves (8.2% of all)')
    expect(delay?.found).toContain('within 0.4 s, 95% within 3.0 s; 4 events (0.2%)')
    expect(healthLine(healthy)).toBe(
      '0.2% of views are missing, 98% have their leave, half arrive within 0.4 s.',
    )
  })

  it('gets worse with what is missing, open or late', () => {
    expect(judge({ missing: 30 })[0]).toBe('watch')
    expect(judge({ missing: 100 })[0]).toBe('bad')
    expect(judge({ left: 800 })[1]).toBe('watch')
    expect(judge({ left: 100 })[1]).toBe('bad')
    expect(judge({ delay: { median: 1, p95: 2, late: 50 } })[3]).toBe('watch')
    expect(judge({ delay: { median: 1, p95: 2, late: 500 } })[3]).toBe('bad')
  })

  it('is as good as its worst part', () => {
    expect(overall(findingsOf({ ...healthy, missing: 100 }))).toBe('bad')
    expect(overall(findingsOf(healthy))).toBe('good')
  })

  it('is not judged by a few views, nor by none', () => {
    expect(judge({ views: 4, missing: 4 })).toEqual(['none', 'none', 'none', 'none'])
    const nothing: Delivery = {
      views: 0,
      missing: 0,
      sessionsWithGaps: 0,
      left: 0,
      leaves: [],
      delay: { median: null, p95: null, late: 0 },
    }
    expect(overall(findingsOf(nothing))).toBe('none')
    expect(healthLine(nothing)).toBe('Nothing has arrived in this time.')
  })
})
