import { expect, test } from 'vitest'
import { createIds, createMemory, createVirtualTime } from './harness.contract.js'
import { createSession } from './session.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

function setUp() {
  const time = createVirtualTime()
  const { storage, values } = createMemory()
  const newId = createIds()
  /** A tab that shares the storage with every other one. */
  const openTab = () => createSession(time.clock, newId, storage)
  return { ...time, values, openTab }
}

test('a session lasts while something happens', () => {
  const { advance, openTab } = setUp()
  const session = openTab()
  const id = session.id()
  for (let hour = 0; hour < 23 * 3; hour++) {
    advance(20 * MINUTE)
    expect(session.id()).toBe(id)
  }
})

test('L8 thirty idle minutes end a session', () => {
  const { advance, openTab } = setUp()
  const session = openTab()
  const first = session.id()
  advance(30 * MINUTE - 1)
  expect(session.id()).toBe(first)
  advance(30 * MINUTE)
  expect(session.id()).not.toBe(first)
})

test('a session ends after 24 hours, however busy', () => {
  const { advance, openTab } = setUp()
  const session = openTab()
  const first = session.id()
  for (let hour = 0; hour < 24 * 4 - 1; hour++) {
    advance(15 * MINUTE)
    expect(session.id()).toBe(first)
  }
  advance(15 * MINUTE)
  const second = session.id()
  expect(second).not.toBe(first)
  advance(15 * MINUTE)
  expect(session.id()).toBe(second)
})

test('L8 asking for the session is no activity', () => {
  const { advance, openTab } = setUp()
  const session = openTab()
  expect(session.current()).toBeUndefined()
  const first = session.id()
  advance(20 * MINUTE)
  expect(session.current()).toBe(first)
  advance(20 * MINUTE)
  expect(session.current()).toBeUndefined()
  expect(session.id()).not.toBe(first)
})

test('L8 the last views of a session that has ended are counted in it', () => {
  const { advance, openTab } = setUp()
  const one = openTab()
  const first = one.id()
  expect(one.nextView()).toBe(1)
  advance(HOUR)
  expect(one.nextView()).toBe(2)
  const other = openTab()
  expect(other.id()).not.toBe(first)
  expect(other.nextView()).toBe(1)
  // The other tab has begun a session of its own.
  expect(one.nextView()).toBe(3)
  expect(one.id()).toBe(other.id())
  expect(one.nextView()).toBe(2)
})

test('L8 a tab tells the others now and then that it is in use, and knows it exactly itself', () => {
  const { advance, openTab } = setUp()
  const one = openTab()
  const other = openTab()
  const first = one.id()
  advance(9_000)
  one.id()
  advance(30 * MINUTE - 1)
  expect(one.current()).toBe(first)
  // Ten seconds later than it was at most.
  expect(other.current()).toBeUndefined()
})

test('views are numbered 1, 2, 3…, anew in each session', () => {
  const { advance, openTab } = setUp()
  const session = openTab()
  session.id()
  expect([session.nextView(), session.nextView()]).toEqual([1, 2])
  session.id()
  expect(session.nextView()).toBe(3)
  advance(HOUR)
  session.id()
  expect(session.nextView()).toBe(1)
})

test('tabs that share storage share the session and its numbers', () => {
  const { openTab } = setUp()
  const one = openTab()
  const other = openTab()
  expect([one.nextView(), other.nextView(), one.nextView()]).toEqual([1, 2, 3])
  expect(other.id()).toBe(one.id())
})

test('a tab that was idle goes on in the session of a busy one', () => {
  const { advance, openTab } = setUp()
  const idle = openTab()
  const busy = openTab()
  const id = idle.id()
  for (let times = 0; times < 6; times++) {
    advance(20 * MINUTE)
    busy.id()
    busy.nextView()
  }
  expect(idle.id()).toBe(id)
})

test('a tab whose session was replaced goes on in the new one', () => {
  const { advance, openTab } = setUp()
  const one = openTab()
  const other = openTab()
  one.id()
  advance(HOUR)
  const next = other.id()
  expect(one.id()).toBe(next)
})

test('a system clock set back does not end the session', () => {
  const { setClock, openTab } = setUp()
  const session = openTab()
  const id = session.id()
  setClock(-HOUR)
  expect(session.id()).toBe(id)
})

const unreadable = [
  'text',
  7,
  null,
  true,
  [],
  ['id', 1, 2, 3],
  {},
  { id: 'old', views: 5 },
  { id: 'old', started: 'yesterday', active: 'now', views: 5 },
  { id: 'old', started: null, active: null, views: 5 },
]

test.each(unreadable.map((value) => ({ value })))(
  'storage that holds $value starts a new session',
  ({ value }) => {
    const { values, openTab } = setUp()
    openTab().id()
    for (const key of values.keys()) values.set(key, value)
    const session = openTab()
    const id = session.id()
    expect(id).toMatch(/^id-\d+$/)
    expect(session.nextView()).toBe(1)
    expect(session.id()).toBe(id)
  },
)
