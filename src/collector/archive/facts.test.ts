// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { factOf, factsOf } from './facts.js'

/** Names and values of every kind that JSON has, and what might be taken for something else. */
const NAMES = [
  'plan',
  '$browser',
  'a b',
  'plan\u001fx',
  'n\u001e',
  '',
  'title',
  '$device_id',
  'é',
  'x'.repeat(101),
]
const VALUES = [
  'team', 'tea', 'team ', '', 'true', true, false, 'null', null, 0, -0, 5, '5', '5.0', -7, 1.5, '1.5', 1e21, 1e-7, 'NaN',
  '\u001eplan\u001fteam\u001e', 'x\u001fy', 'line\nbreak', '"quoted"', '\\', '[1]', [1], '{}', {}, 'é', '漢', 'x'.repeat(100), 'x'.repeat(101),
] // prettier-ignore

describe('facts', () => {
  it('tell, where they can, whether a property has a value as text', () => {
    let told = 0
    for (const name of NAMES)
      for (const own of VALUES)
        for (const other of VALUES) {
          const facts = factsOf({ before: 'x', [name]: own, after: 'y' })
          const asked = String(other)
          const fact = factOf(name, asked)
          if (fact === undefined) continue
          told++
          const isEqual = own !== null && typeof own !== 'object' && String(own) === asked
          expect(facts.includes(fact), JSON.stringify({ name, own, asked })).toBe(isEqual)
        }
    expect(told).toBeGreaterThan(2_000)
  })

  it('leave out what has a column, what is another each time, and what is long', () => {
    const facts = factsOf({
      plan: 'team',
      seats: 5,
      beta: true,
      title: 'Home',
      $prev_pageview_id: 'x',
      visible_seconds: 1.5,
    })
    expect(facts.split('\u001e')).toEqual(['', 'plan\u001fteam', 'seats\u001f5', 'beta\u001ftrue', ''])
    for (const name of ['title', '$prev_pageview_id', '$current_url', 'distinct_id'])
      expect(factOf(name, 'x')).toBeUndefined()
  })
})
