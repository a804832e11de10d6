// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { createQueue } from './queue.js'

describe('a queue', () => {
  it('gives what came first, as an array would, whatever the order of coming and going', () => {
    const queue = createQueue<number>()
    const array: number[] = []
    // The same sequence each time, with runs of both kinds.
    let state = 1
    for (let step = 0; step < 5_000; step++) {
      state = (state * 48_271) % 2_147_483_647
      if (state % 7 < (step % 1_000 < 500 ? 5 : 2)) {
        queue.push(step)
        array.push(step)
      } else expect(queue.shift()).toBe(array.shift())
      expect(queue.length).toBe(array.length)
    }
    expect([...queue]).toEqual(array)
  })

  it('begins with what it is given, and is empty at its end', () => {
    const queue = createQueue(['a', 'b'])
    expect([queue.shift(), queue.shift(), queue.shift()]).toEqual(['a', 'b', undefined])
    expect(queue.length).toBe(0)
    queue.push('c')
    expect([...queue]).toEqual(['c'])
  })
})
