// @vitest-environment node
import { expect, test } from 'vitest'
import { createBackoff } from './backoff.js'

const delays = (random: number, count = 9) => {
  const backoff = createBackoff(() => random)
  return Array.from({ length: count }, () => backoff.fail() / 1000)
}

test('E3 it waits twice as long each time, up to five minutes, less up to half by chance', () => {
  expect(delays(1)).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300])
  expect(delays(0)).toEqual([2.5, 5, 10, 20, 40, 80, 150, 150, 150])
})

test('E3 installs that failed together come back apart', () => {
  const backoffs = Array.from({ length: 100 }, () => createBackoff())
  expect(new Set(backoffs.map((one) => one.fail())).size).toBeGreaterThan(90)
})

test('E3 what the receiver asks for is heeded, up to an hour; a success starts anew', () => {
  const backoff = createBackoff(() => 1)
  expect(backoff.fail(60_000)).toBe(60_000)
  expect(backoff.fail(1)).toBe(10_000)
  expect(backoff.fail(24 * 3_600_000)).toBe(3_600_000)
  expect(backoff.failures).toBe(3)
  backoff.succeed()
  expect(backoff.failures).toBe(0)
  expect(backoff.fail()).toBe(5_000)
})

test('E3 a thousand failures in a row are no other number', () => {
  expect(delays(1, 1_000).at(-1)).toBe(300)
})
