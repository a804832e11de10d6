import { expect, test } from 'vitest'
import { uuidv7 } from './uuid.js'

const chance = (...bytes: number[]) => Uint8Array.from({ length: 10 }, (_, index) => bytes[index] ?? 0)

test('holds the time, version 7 and the variant of RFC 9562', () => {
  // The example of RFC 9562, appendix A.6.
  const id = uuidv7(0x017f22e279b0, chance(0xcc, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f))
  expect(id).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
})

test('sorts by time', () => {
  const ids = [1, 255, 256, 1_700_000_000_000, 1_700_000_000_001].map((now) => uuidv7(now, chance(9, 9, 9)))
  expect([...ids].sort()).toEqual(ids)
})
