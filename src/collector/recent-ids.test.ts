// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { createRecentIds } from './recent-ids.js'

const many = (count: number, first = 0) => Array.from({ length: count }, (_, index) => String(first + index))

describe('recent ids', () => {
  it('remember as many as they are told, and forget those of long ago', () => {
    const ids = createRecentIds(100)
    for (const id of many(350)) expect(ids.isRepeated('a', id)).toBe(false)
    for (const id of many(100, 250)) expect(ids.isRepeated('a', id), id).toBe(true)
    expect(ids.isRepeated('a', '0')).toBe(false)
  })

  it('remember by project, and forget one of them', () => {
    const ids = createRecentIds(3)
    for (const id of many(5)) ids.isRepeated('a', id)
    expect(ids.isRepeated('b', '4')).toBe(false)
    ids.forget('a')
    expect(ids.isRepeated('a', '4')).toBe(false)
    expect(ids.isRepeated('b', '4')).toBe(true)
    ids.forget()
    expect(ids.isRepeated('b', '4')).toBe(false)
  })
})
