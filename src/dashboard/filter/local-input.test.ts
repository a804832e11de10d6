// @vitest-environment node
import { expect, it } from 'vitest'
import { localInput, momentOfInput } from './local-input.js'

it('a time is the same after a way through a field, to the minute', () => {
  const time = Date.parse('2026-05-04T23:05:00.000Z')
  expect(localInput(time)).toMatch(/^2026-05-0[45]T\d\d:\d\d$/)
  expect(momentOfInput(localInput(time))).toBe('2026-05-04T23:05:00.000Z')
  expect(momentOfInput('')).toBeUndefined()
})
