// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { createStore } from './store.js'
import type { Delivery, Store, StoreChange } from './store.js'
import type { AcceptedEvent } from './validate.js'

const now = Date.parse('2026-01-02T03:04:05.678Z')
const request: Delivery['request'] = {
  path: '/e/',
  method: 'POST',
  contentType: null,
  encoding: 'none',
  retryCount: 0,
  origin: null,
  secFetchMode: null,
  bytes: 10,
}

function storeOf({ maxEvents = 100, maxBytes = 1_000_000 } = {}): Store {
  return createStore({ maxEvents, maxBytes, now: () => now })
}

function accepted(rest: Partial<AcceptedEvent> = {}): AcceptedEvent {
  return {
    event: 'e',
    uuid: undefined,
    timestamp: undefined,
    offset: undefined,
    distinctId: 'd',
    properties: {},
    set: undefined,
    setOnce: undefined,
    ...rest,
  }
}

function delivery(events: AcceptedEvent[], rest: Partial<Delivery> = {}): Delivery {
  return { token: 'a', sentAt: null, events, request, length: 100 * events.length, ...rest }
}

const numbers = (store: Store, filter = {}): number[] => store.read(filter).events.map(({ seq }) => seq)

describe('store', () => {
  it('numbers events, and makes a UUIDv7 of the moment for those without an id', () => {
    const store = storeOf()
    store.add(delivery([accepted(), accepted()]))
    const { events } = store.read({})
    expect(events.map(({ seq }) => seq)).toEqual([1, 2])
    expect(new Set(events.map(({ uuid }) => uuid)).size).toBe(2)
    for (const { uuid, receivedAt } of events) {
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(parseInt(uuid.replace('-', '').slice(0, 12), 16)).toBe(now)
      expect(receivedAt).toBe('2026-01-02T03:04:05.678Z')
    }
  })

  it.each<[string, Partial<AcceptedEvent>, string | null, string]>([
    ['its timestamp', { timestamp: '2026-01-01T12:00:00+02:00' }, null, '2026-01-01T10:00:00.000Z'],
    ['its offset before sent_at', { offset: 5000 }, '2026-01-01T00:00:05.000Z', '2026-01-01T00:00:00.000Z'],
    ['its offset before now', { offset: 678 }, null, '2026-01-02T03:04:05.000Z'],
    ['now for an unreadable timestamp', { timestamp: 'soon' }, null, '2026-01-02T03:04:05.678Z'],
    ['now for an absurd offset', { offset: Number.MAX_SAFE_INTEGER }, null, '2026-01-02T03:04:05.678Z'],
  ])('stamps an event with %s', (_name, event, sentAt, timestamp) => {
    const store = storeOf()
    store.add(delivery([accepted(event)], { sentAt }))
    expect(store.read({}).events[0]?.timestamp).toBe(timestamp)
  })

  it('keeps a limited number of events and counts the dropped', () => {
    const store = storeOf({ maxEvents: 3 })
    store.add(delivery([accepted(), accepted()]))
    store.add(delivery([accepted(), accepted(), accepted()]))
    expect(numbers(store)).toEqual([3, 4, 5])
    expect(store.read({})).toMatchObject({ total: 3, dropped: 2 })
  })

  it('keeps a limited number of bytes, and the newest event whatever its size', () => {
    const store = storeOf({ maxBytes: 250 })
    store.add(delivery([accepted(), accepted(), accepted()]))
    expect(numbers(store)).toEqual([2, 3])
    store.add(delivery([accepted()], { length: 10_000 }))
    expect(numbers(store)).toEqual([4])
    store.add(delivery([accepted()]))
    expect(numbers(store)).toEqual([5])
    store.add(delivery([accepted()]))
    expect(numbers(store)).toEqual([5, 6])
  })

  it('flags a uuid seen before for the same project only, and leaves it out of the total', () => {
    const store = storeOf()
    store.add(delivery([accepted({ uuid: 'u' }), accepted({ uuid: 'u' })]))
    store.add(delivery([accepted({ uuid: 'u' })], { token: 'b' }))
    store.add(delivery([accepted({ uuid: 'u' })]))
    expect(store.read({}).events.map(({ duplicate }) => duplicate)).toEqual([false, true, false, true])
    expect(store.read({}).total).toBe(2)
    expect(store.read({ token: 'a' }).total).toBe(1)
  })

  it('knows the uuids of events that were pushed out', () => {
    const store = storeOf({ maxEvents: 2 })
    for (const uuid of ['u', 'v', 'w', 'u']) store.add(delivery([accepted({ uuid })]))
    expect(store.read({}).events.at(-1)?.duplicate).toBe(true)
  })

  it('reads by project, name, position and number', () => {
    const store = storeOf()
    store.add(delivery([accepted({ event: 'x' }), accepted({ event: 'y' }), accepted({ event: 'x' })]))
    store.add(delivery([accepted({ event: 'x' })], { token: 'b' }))
    expect(numbers(store, { token: 'a', event: 'x' })).toEqual([1, 3])
    expect(numbers(store, { after: 1 })).toEqual([2, 3, 4])
    expect(numbers(store, { after: 1, limit: 2 })).toEqual([2, 3])
    expect(numbers(store, { limit: 2 })).toEqual([3, 4])
    expect(numbers(store, { limit: 0 })).toEqual([])
    expect(numbers(store, { token: 'nobody' })).toEqual([])
    expect(store.read({ event: 'x', after: 3, limit: 1 }).total).toBe(3)
  })

  it('clears one project or all, goes on numbering, and forgets their uuids', () => {
    const store = storeOf()
    store.add(delivery([accepted({ uuid: 'u' })]))
    store.add(delivery([accepted({ uuid: 'u' })], { token: 'b' }))
    store.clear('a')
    expect(numbers(store)).toEqual([2])
    store.add(delivery([accepted({ uuid: 'u' })]))
    expect(store.read({}).events.at(-1)).toMatchObject({ seq: 3, duplicate: false })
    store.clear()
    expect(store.read({})).toEqual({ events: [], total: 0, dropped: 0 })
  })

  it('tells subscribers about each delivery once, and about clearing', () => {
    const store = storeOf()
    const changes: StoreChange[] = []
    const stop = store.subscribe((change) => changes.push(change))
    store.add(delivery([accepted(), accepted()]))
    store.clear('a')
    stop()
    stop()
    store.add(delivery([accepted()]))
    expect(changes).toMatchObject([
      { kind: 'added', events: [{ seq: 1 }, { seq: 2 }] },
      { kind: 'cleared', token: 'a' },
    ])
  })
})
