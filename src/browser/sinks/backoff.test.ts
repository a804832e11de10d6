import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBackoff } from './backoff.js'

const waits = (count: number, random = () => 1) => {
  const backoff = createBackoff(random)
  return Array.from({ length: count }, () => backoff.fail())
}

test('each failure doubles the wait, up to five minutes', () => {
  expect(waits(9)).toEqual([3_000, 6_000, 12_000, 24_000, 48_000, 96_000, 192_000, 300_000, 300_000])
})

test('no two browsers wait the same, and none less than half of it', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 2_000 }),
      (chance, count) => {
        const longest = waits(count)
        waits(count, () => chance).forEach((wait, index) => {
          const limit = longest[index] ?? 0
          expect(wait).toBeGreaterThanOrEqual(limit / 2)
          expect(wait).toBeLessThanOrEqual(limit)
        })
      },
    ),
    { numRuns: 50 },
  )
})

test('Retry-After is heeded, but never for longer than five minutes', () => {
  const backoff = createBackoff(() => 1)
  expect(backoff.fail(60_000)).toBe(60_000)
  expect(backoff.fail(1_000)).toBe(6_000)
  expect(backoff.fail(86_400_000)).toBe(300_000)
  expect(backoff.fail(Number.NaN)).toBe(24_000)
})

test('an answer ends it', () => {
  const backoff = createBackoff(() => 1)
  backoff.fail()
  backoff.fail()
  expect(backoff.failures).toBe(2)
  backoff.succeed()
  expect(backoff.failures).toBe(0)
  expect(backoff.fail()).toBe(3_000)
})
