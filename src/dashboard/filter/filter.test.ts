// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { boundsOf, filterOf, isNarrowed, NO_FILTER, panelQuery, queryOf, timeBefore } from './filter.js'
import type { Filter } from './filter.js'

const now = Date.parse('2026-05-04T12:00:00.000Z')
const everything: Filter = {
  time: { from: '2026-05-01T00:00:00.000Z', to: '2026-05-02T00:00:00.000Z' },
  token: 'phc_a',
  route: '/team/:slug?x=1&y',
  properties: [
    { name: 'plan', value: 'pro: plus' },
    { name: '<b>', value: '' },
  ],
}

describe('a filter', () => {
  it.each<Filter>([
    NO_FILTER,
    everything,
    { ...NO_FILTER, time: '7d' },
    { ...NO_FILTER, properties: [{ name: 'a', value: ':' }] },
  ])('is the same after a way through an address: %j', (filter) => {
    expect(filterOf(queryOf(filter))).toEqual(filter)
  })

  it('is not in the address while it is the default', () => expect(queryOf(NO_FILTER)).toEqual({}))

  it.each([
    { time: 'soon' },
    { time: null },
    { from: 'x', to: 'y' },
    { from: '2026-05-02', to: '2026-05-01' },
    { from: '2026-05-02' },
    { from: '1e999', to: '2e999' },
    { property: 'no colon' },
    { property: [':nameless', null] },
    { token: [null, ''] },
  ])('unreadable is none: %j', (query) => expect(filterOf(query)).toEqual(NO_FILTER))

  it('takes the first where one is meant', () => {
    expect(filterOf({ token: ['a', 'b'] }).token).toBe('a')
  })

  it('is asked with as the collector reads it', () => {
    const query = new URLSearchParams(panelQuery(everything, now, { limit: '5' }))
    expect([...query]).toEqual([
      ['from', '2026-05-01T00:00:00.000Z'],
      ['to', '2026-05-02T00:00:00.000Z'],
      ['token', 'phc_a'],
      ['route', '/team/:slug?x=1&y'],
      ['property', 'plan:pro: plus'],
      ['property', '<b>:'],
      ['limit', '5'],
    ])
  })

  it('counts back from now, and further for the time before', () => {
    const hour = { ...NO_FILTER, time: '1h' } as const
    expect(boundsOf(hour, now)).toEqual({ from: now - 3_600_000, to: now })
    expect(boundsOf(timeBefore(hour, now), now)).toEqual({ from: now - 7_200_000, to: now - 3_600_000 })
  })

  it('the time alone does not narrow', () => {
    expect(isNarrowed({ ...NO_FILTER, time: '1h' })).toBe(false)
    expect(isNarrowed(everything)).toBe(true)
  })
})
