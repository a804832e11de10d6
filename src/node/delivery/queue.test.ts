// @vitest-environment node
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createQueue } from './queue.js'
import type { Waiting } from './queue.js'

const event = (name: string, bytes = 10): Waiting => ({ json: name, bytes })
const names = (batch: readonly Waiting[]) => batch.map(({ json }) => json)

test('E2 the oldest go first, and are counted', () => {
  const queue = createQueue({ maxEvents: 3, maxBytes: 100 })
  for (const name of ['a', 'b', 'c', 'd', 'e']) queue.add(event(name))
  expect(names(queue.peek(10, 1000))).toEqual(['c', 'd', 'e'])
  expect(queue).toMatchObject({ length: 3, bytes: 30, dropped: 2 })
})

test('E2 bytes are a bound too, and one event that is larger than all of it does not empty it', () => {
  const queue = createQueue({ maxEvents: 10, maxBytes: 25 })
  queue.add(event('a'))
  queue.add(event('b'))
  queue.add(event('huge', 26))
  expect(names(queue.peek(10, 1000))).toEqual(['a', 'b'])
  queue.add(event('c'))
  expect(names(queue.peek(10, 1000))).toEqual(['b', 'c'])
  expect(queue.dropped).toBe(2)
})

test('E1 a batch has a number and a size, and at least one event', () => {
  const queue = createQueue({ maxEvents: 10, maxBytes: 1000 })
  for (const name of ['a', 'b', 'c']) queue.add(event(name))
  expect(names(queue.peek(2, 1000))).toEqual(['a', 'b'])
  expect(names(queue.peek(10, 25))).toEqual(['a', 'b'])
  expect(names(queue.peek(10, 1))).toEqual(['a'])
})

test('E2 what was thrown out while it was sent is not taken for another', () => {
  const queue = createQueue({ maxEvents: 2, maxBytes: 1000 })
  queue.add(event('a'))
  queue.add(event('b'))
  const batch = queue.peek(2, 1000)
  queue.add(event('c'))
  queue.remove(batch)
  expect(names(queue.peek(10, 1000))).toEqual(['c'])
})

test('E2 it is a plain list with bounds, whatever happens', () => {
  const action = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), bytes: fc.integer({ min: 1, max: 60 }) }),
    fc.record({ kind: fc.constant('send' as const), most: fc.integer({ min: 1, max: 4 }) }),
  )
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const queue = createQueue({ maxEvents: 5, maxBytes: 100 })
      let model: Waiting[] = []
      let dropped = 0
      actions.forEach((one, index) => {
        if (one.kind === 'send') {
          const batch = queue.peek(one.most, 1000)
          expect(batch).toEqual(model.slice(0, one.most))
          queue.remove(batch)
          model = model.slice(one.most)
          return
        }
        queue.add(event(String(index), one.bytes))
        model = [...model, event(String(index), one.bytes)]
        while (model.length > 5 || model.reduce((sum, { bytes }) => sum + bytes, 0) > 100) {
          model = model.slice(1)
          dropped += 1
        }
      })
      expect(queue.peek(100, 10_000)).toEqual(model)
      expect(queue).toMatchObject({ length: model.length, dropped })
    }),
  )
})
