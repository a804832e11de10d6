import { expect, test } from 'vitest'
import { createActivity } from './activity.js'
import { createVirtualTime } from './harness.contract.js'

function setUp({ idleAfter = 30, visible = true, focused = true } = {}) {
  const time = createVirtualTime()
  const activity = createActivity(time.clock, time.schedule, idleAfter)
  activity({ visible, focused })
  activity({ start: true })
  return { ...time, activity, pending: () => time.pending }
}

test.each([
  [true, true, { visible: 5, engaged: 5 }],
  [true, false, { visible: 5, engaged: 0 }],
  [false, true, { visible: 0, engaged: 0 }],
  [false, false, { visible: 0, engaged: 0 }],
])('L6 visible %s, focused %s', (visible, focused, clocks) => {
  const { advance, activity } = setUp({ visible, focused })
  advance(5000)
  expect(activity()).toEqual(clocks)
})

test('L6 the clocks can be read at any time without a change', () => {
  const { advance, activity } = setUp()
  for (let second = 1; second <= 100; second++) {
    advance(1000)
    expect(activity()).toEqual({ visible: second, engaged: Math.min(second, 30) })
  }
})

test('L6 a start sets both clocks to zero and counts as input', () => {
  const { advance, activity } = setUp()
  advance(100_000)
  expect(activity({ start: true })).toEqual({ visible: 0, engaged: 0 })
  advance(10_000)
  expect(activity()).toEqual({ visible: 10, engaged: 10 })
})

test('L6 input without focus is not engaged', () => {
  const { advance, activity } = setUp({ focused: false })
  advance(5000)
  activity({ input: true })
  advance(5000)
  expect(activity()).toEqual({ visible: 10, engaged: 0 })
})

test('L6 the idle time runs from the last input, whatever happens between', () => {
  const { advance, activity } = setUp({ idleAfter: 10 })
  advance(4000)
  activity({ input: true })
  advance(4000)
  activity({ focused: false })
  advance(4000)
  activity({ focused: true })
  advance(60_000)
  expect(activity()).toEqual({ visible: 72, engaged: 10 })
})

test.each([true, false])('L6 naps count for nothing (monotonic clock running: %s)', (running) => {
  const { advance, sleep, activity } = setUp()
  for (let nap = 0; nap < 5; nap++) {
    sleep(600_000, running)
    advance(40_000)
  }
  const { visible, engaged } = activity()
  expect(visible).toBeLessThanOrEqual(200)
  // What lies between the last look at the clock and the nap may be lost with it.
  expect(visible).toBeGreaterThanOrEqual(5 * 25)
  expect(engaged).toBeLessThanOrEqual(30)
})

test('L6 only a visible page with an open view keeps a timer', () => {
  const { activity, pending } = setUp()
  expect(pending()).toBe(1)
  activity({ input: true })
  expect(pending()).toBe(1)
  activity({ visible: false })
  expect(pending()).toBe(0)
  activity({ visible: true })
  expect(pending()).toBe(1)
  activity({ stop: true })
  activity({ input: true })
  expect(pending()).toBe(0)
})
