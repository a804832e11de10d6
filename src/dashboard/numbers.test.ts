// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { changeOf, compact, count, counted, percent, shareOf } from './numbers.js'

describe('numbers', () => {
  it('are grouped, and short where room is short', () => {
    expect(count(1234567)).toBe('1,234,567')
    expect(compact(12_345)).toBe('12.3K')
    expect([0, 1, 2].map((value) => counted(value, 'view'))).toEqual(['0 views', '1 view', '2 views'])
    expect(counted(2, 'entry', 'entries')).toBe('2 entries')
  })

  it.each([
    [0, '0%'],
    [0.0004, '<0.1%'],
    [0.0349, '3.5%'],
    [0.42, '42%'],
    [0.994, '99.4%'],
    [0.99996, '>99.9%'],
    [1, '100%'],
    [null, '–'],
    [NaN, '–'],
  ])('a share of %s is %s', (share, text) => expect(percent(share)).toBe(text))

  it('a share stays between nothing and all', () => {
    expect([shareOf(1, 0), shareOf(1, 4), shareOf(5, 4), shareOf(-1, 4)]).toEqual([0, 0.25, 1, 0])
  })

  it.each([
    [112, 100, 'up', '12%'],
    [50, 100, 'down', '50%'],
    [100.1, 100, 'same', '0%'],
    [5, 0, 'up', 'new'],
    [0, 0, 'same', '0%'],
    [2000, 100, 'up', '×20'],
    [null, 3, 'unknown', ''],
    [3, undefined, 'unknown', ''],
  ] as const)('from %s, before %s, is %s %s', (now, before, direction, text) =>
    expect(changeOf(now, before)).toEqual({ direction, text }),
  )
})
