// @vitest-environment node
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fit } from './fit.js'

const eventOf = (properties: object) => {
  const json = JSON.stringify({ event: 'x', uuid: 'u', timestamp: 't', properties })
  return { json, bytes: Buffer.byteLength(json) }
}
const read = (json = '{}') =>
  JSON.parse(json) as { properties: Record<string, unknown> & { truncated: object } }

test('D15 the largest is cut, and says how long it was', () => {
  const list = Array.from({ length: 1_000 }, (_, index) => index)
  const cut = fit(eventOf({ id: 'i', list, text: 'short', graph: { note: 'n'.repeat(100) } }), 1_000)
  const { properties } = read(cut?.json)
  expect(cut).toMatchObject({ isCut: true, bytes: Buffer.byteLength(cut?.json ?? '') })
  expect(properties).toEqual({
    id: 'i',
    list: list.slice(0, 125),
    text: 'short',
    graph: { note: 'n'.repeat(100) },
    truncated: { list: 1_000 },
  })
})

test('D15 what was cut before keeps its mark, and its first length', () => {
  const cut = fit(eventOf({ a: 'a'.repeat(500), b: 'b'.repeat(400), truncated: { a: 9_000 } }), 300)
  expect(read(cut?.json).properties.truncated).toEqual({ a: 9_000, b: 400 })
})

test('D15 no character is cut in two', () => {
  const cut = fit(eventOf({ text: '😀'.repeat(33) + 'x' }), 190)
  expect(cut?.json).not.toMatch(/\\ud83d/)
  expect(read(cut?.json).properties['text']).toMatch(/^(😀)+$/u)
})

test('D15 what can’t be made so small does not leave', () => {
  expect(fit(eventOf({ text: 'x'.repeat(1_000) }), 20)).toBeUndefined()
})

test('D15 whatever is in it, it fits, or does not leave; what is left is the start of what there was', () => {
  const value = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      fc.string({ maxLength: 300, unit: 'grapheme' }),
      fc.double(),
      fc.boolean(),
      fc.array(tie('any'), { maxLength: 40 }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie('any'), { maxKeys: 5 }),
    ),
  })).any
  const isStartOf = (less: unknown, all: unknown): boolean => {
    if (typeof less === 'string') return typeof all === 'string' && all.startsWith(less)
    if (typeof less !== 'object' || less === null) return Object.is(less, all)
    return Object.entries(less).every(([name, one]) => isStartOf(one, Reflect.get(Object(all), name)))
  }
  fc.assert(
    fc.property(fc.array(value), fc.integer({ min: 60, max: 2_000 }), (items, most) => {
      const given = eventOf({ items })
      const cut = fit(given, most)
      if (!cut) return
      expect(Buffer.byteLength(cut.json)).toBeLessThanOrEqual(most)
      const { truncated, ...rest } = read(cut.json).properties
      expect(isStartOf(rest, read(given.json).properties)).toBe(true)
      expect(typeof truncated).toBe('object')
    }),
  )
})
