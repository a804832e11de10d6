// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { leave, row, view } from './sample-rows.js'
import { createTally } from './tally.js'

describe('tally', () => {
  it('counts kinds, and views that are still open', () => {
    const tally = createTally()
    for (const each of [view('1'), view('2'), leave('1'), row('x'), row('x', {}, { duplicate: true })])
      tally.add(each)
    expect(tally.counts('')).toEqual({ view: 2, leave: 1, other: 1, duplicate: 1, open: 1 })
    expect([tally.isLeft('1'), tally.isLeft('2')]).toEqual([true, false])
  })

  it('takes a leave that overtook its view', () => {
    const tally = createTally()
    tally.add(leave('1'))
    tally.add(view('1'))
    expect(tally.counts('').open).toBe(0)
  })

  it('takes the next view for the end of one, where leave data ride on it', () => {
    const tally = createTally()
    tally.add(view('1'))
    tally.add(view('2', { $prev_pageview_id: '1' }))
    expect(tally.counts('')).toMatchObject({ view: 2, leave: 0, open: 1 })
  })

  it('keeps projects apart, and clears one or all', () => {
    const tally = createTally()
    tally.add(view('1'))
    tally.add(row('$pageview', { $pageview_id: '2' }, { token: 'phc_b' }))
    expect(tally.tokens()).toEqual(['phc_a', 'phc_b'])
    expect(tally.counts('phc_b')).toMatchObject({ view: 1, open: 1 })
    tally.clear('phc_a')
    expect([tally.tokens(), tally.counts('').open]).toEqual([['phc_b'], 1])
    tally.clear(null)
    expect([tally.tokens(), tally.counts('').view]).toEqual([[], 0])
  })
})
