// @vitest-environment node
import { describe, expect, it } from 'vitest'
import {
  axisMoment,
  beginOfStep,
  byteSize,
  dateAndTime,
  duration,
  jsonParts,
  moment,
  timeOfDay,
} from './format.js'

describe('format', () => {
  it.each([
    [0, '0.0 s'],
    [9.94, '9.9 s'],
    [59.4, '59 s'],
    [65, '1m 05s'],
    [7810, '2h 10m'],
  ])('duration %d', (seconds, text) => expect(duration(seconds)).toBe(text))

  it('bytes', () => {
    expect([999, 1500, 2_500_000].map(byteSize)).toEqual(['999 B', '1.5 kB', '2.5 MB'])
  })

  it('times, unreadable ones as they are', () => {
    expect(timeOfDay('2026-01-02T03:04:05.006Z')).toMatch(/^\d\d:\d\d:05\.006$/)
    expect(dateAndTime('2026-01-02T12:04:05.006Z')).toMatch(/^2026-01-0\d \d\d:\d\d:05\.006$/)
    expect(timeOfDay('soon')).toBe('soon')
  })

  it('moments as exact as their step', () => {
    const noon = new Date(2026, 4, 4, 12, 30).toISOString()
    expect([60, 3600, 86_400].map((step) => moment(noon, step))).toEqual(['12:30', 'May 4, 12:30', 'May 4'])
    expect([axisMoment(noon, 86_400), axisMoment(noon, 604_800)]).toEqual(['12:30', 'May 4'])
    expect([60, 86_400].map((step) => beginOfStep(noon, step))).toEqual(['May 4, 12:30', 'May 4'])
    expect(moment('soon', 60)).toBe('soon')
  })

  it('JSON in parts that add up to it', () => {
    const json = JSON.stringify({ 'a"b': ['x: 1', -1.5e-7, true, null, {}], '<b>': '\\' }, null, 2)
    const parts = jsonParts(json)
    expect(parts.map(({ text }) => text).join('')).toBe(json)
    expect(parts.filter(({ kind }) => kind === 'key').map(({ text }) => text)).toEqual(['"a\\"b":', '"<b>":'])
    expect(parts.filter(({ kind }) => kind === 'literal').map(({ text }) => text)).toEqual([
      '-1.5e-7',
      'true',
      'null',
    ])
    expect(jsonParts(json, 5)).toEqual([{ kind: 'plain', text: json }])
  })
})
