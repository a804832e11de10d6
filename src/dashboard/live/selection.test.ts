// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { leave, row, view } from './sample-rows.js'
import { isOpen, select } from './selection.js'
import { createTally } from './tally.js'

describe('select', () => {
  const tally = createTally()
  const rows = [
    view('1', { $pathname: '/team/acme', title: 'Acme' }),
    leave('1'),
    view('2', { $pathname: '/home' }),
    row('Deployed', {}, { token: 'phc_b' }),
    row('$pageview', { $pageview_id: '2' }, { duplicate: true }),
  ]
  rows.forEach(tally.add)
  const chosen = (selection: object) =>
    select(rows, tally, { category: 'all', token: '', text: '', ...selection }).map((each) =>
      rows.indexOf(each),
    )

  it('by kind, duplicates only among themselves and among all', () => {
    expect(chosen({})).toEqual([0, 1, 2, 3, 4])
    expect(chosen({ category: 'view' })).toEqual([0, 2])
    expect(chosen({ category: 'leave' })).toEqual([1])
    expect(chosen({ category: 'open' })).toEqual([2])
    expect(chosen({ category: 'other' })).toEqual([3])
    expect(chosen({ category: 'duplicate' })).toEqual([4])
    expect(rows.map((each) => isOpen(each, tally))).toEqual([false, false, true, false, false])
  })

  it('by project and by words', () => {
    expect(chosen({ token: 'phc_b' })).toEqual([3])
    expect(chosen({ text: ' acme  TEAM ' })).toEqual([0])
    expect(chosen({ text: 'deployed' })).toEqual([3])
    expect(chosen({ text: 'acme home' })).toEqual([])
  })
})
