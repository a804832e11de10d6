import { afterEach, describe, expect, test, vi } from 'vitest'
import { createWaypost } from './index.js'
import type { Waypost, WaypostEvent, WaypostOptions } from './index.js'
import { quietConsole } from './quiet-console.contract.js'

const written = quietConsole()
let waypost: Waypost | undefined
const start = (options: WaypostOptions) =>
  (waypost = createWaypost({ titleWait: 0, persistence: 'memory', ...options }))
const names = () => waypost?.recorded.map(({ event }) => event)
const property = (name: string) => waypost?.recorded.map(({ properties }) => properties[name])
afterEach(() => waypost?.stop())

describe('beforeSend', () => {
  const note = (text: string) => (event: WaypostEvent) => ({
    ...event,
    properties: { ...event.properties, notes: `${event.properties['notes'] ?? ''}${text}` },
  })

  test('a function changes events', () => {
    start({ beforeSend: note('a') }).capture('x')
    expect(property('notes')).toContain('a')
  })

  test('several run in their order, the last one before the sinks', () => {
    start({ beforeSend: [note('a'), note('b'), note('c')] }).capture('x')
    expect(waypost?.recorded.at(-1)?.properties['notes']).toBe('abc')
  })

  test.each([null, undefined])('%s drops the event, and no later hook sees it', (nothing) => {
    const later = vi.fn()
    start({ beforeSend: [() => nothing, later] }).capture('x')
    waypost?.stop()
    expect(waypost?.recorded).toEqual([])
    expect(later).not.toHaveBeenCalled()
  })

  test('W004 one that throws drops the event and no other', () => {
    const beforeSend = (event: WaypostEvent) => {
      if (event.event === 'x') throw new Error('no redaction')
      return event
    }
    start({ beforeSend }).capture('x')
    waypost?.capture('y')
    expect(names()).toContain('y')
    expect(names()).not.toContain('x')
    expect(written()).toEqual([expect.stringMatching(/\[waypost W004\].*no redaction/)])
  })
})
