import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { quietConsole } from './quiet-console.contract.js'
import { posthogSink } from './sinks/posthog-sink.js'
import { HOST, wire } from './sinks/wire.contract.js'
import { createWaypost } from './tracker.js'
import type { Waypost } from './tracker.js'

quietConsole()
let waypost: Waypost | undefined
const start = (options: object = {}) =>
  (waypost = createWaypost({
    titleWait: 0,
    sink: posthogSink({ key: wire.newKey(), host: HOST }),
    ...options,
  }))
const databases = async () => (await indexedDB.databases()).map(({ name }) => name)
/** Everything that is stored. */
const stored = async () => ({ ...localStorage, ...sessionStorage, ...(await databases()) })

beforeEach(async () => {
  wire.reset()
  localStorage.clear()
  sessionStorage.clear()
  const deletion = indexedDB.deleteDatabase('waypost')
  await new Promise((resolve) => (deletion.onsuccess = resolve))
})
afterEach(() => {
  waypost?.stop()
  waypost = undefined
  localStorage.clear()
})

describe('C3 optOut()', () => {
  test('sends nothing more: neither what waits nor the leave', async () => {
    start().capture('waits')
    waypost?.optOut()
    waypost?.capture('late')
    waypost?.identify('user-7')
    waypost?.group('team', 't1')
    waypost?.reset()
    history.pushState(null, '', '/elsewhere')
    window.dispatchEvent(new PageTransitionEvent('pagehide'))
    await waypost?.flush()
    waypost?.stop()
    expect(wire.requests).toEqual([])
    expect(waypost?.view).toBeUndefined()
    expect(waypost?.consent).toBe('denied')
  })

  test('leaves nothing stored but the choice itself', async () => {
    start().capture('x')
    await waypost?.flush()
    expect(Object.keys(await stored()).length).toBeGreaterThan(1)
    await expect.poll(databases).toContain('waypost')
    localStorage.setItem('of-the-app', 'stays')
    waypost?.optOut()
    await expect.poll(stored).toEqual({ 'of-the-app': 'stays', waypost_consent: '"denied"' })
  })

  test('holds for the next document', async () => {
    start().optOut()
    waypost?.stop()
    start()
    waypost?.capture('x')
    await waypost?.flush()
    expect(waypost?.view).toBeUndefined()
    expect(wire.requests).toEqual([])
    await expect.poll(stored).toEqual({ waypost_consent: '"denied"' })
  })

  test('holds for another tab that is open', async () => {
    start()
    expect(waypost?.view).toBeDefined()
    // What the browser tells a document when another one writes.
    localStorage.setItem('waypost_consent', '"denied"')
    window.dispatchEvent(new StorageEvent('storage', { key: 'waypost_consent' }))
    expect(waypost?.view).toBeUndefined()
    await expect.poll(stored).toEqual({ waypost_consent: '"denied"' })
    localStorage.setItem('waypost_consent', '"granted"')
    window.dispatchEvent(new StorageEvent('storage', { key: 'waypost_consent' }))
    expect(waypost?.view).toBeDefined()
    expect(wire.requests).toEqual([])
  })
})

test('C3 optIn() starts afresh: the present page is a view of a new visitor, from now on', async () => {
  start()
  await expect.poll(() => waypost?.view?.number).toBe(1)
  await waypost?.flush()
  const [before] = wire.events()
  waypost?.optOut()
  history.pushState(null, '', '/now')
  const moment = Date.now()
  waypost?.optIn()
  waypost?.optIn()
  await expect.poll(() => waypost?.view?.number).toBe(1)
  await waypost?.flush()
  const after = wire.events().slice(1)
  expect(after).toMatchObject([
    { event: '$pageview', properties: { $pathname: '/now', navigation_type: 'load', view_number: 1 } },
  ])
  expect(Date.parse(after[0]?.timestamp ?? '')).toBeGreaterThanOrEqual(moment)
  for (const id of ['distinct_id', '$session_id', '$window_id'])
    expect(after[0]?.properties[id]).not.toBe(before?.properties[id])
})

test("C3 with persistence 'memory' the choice holds for this document, and nothing is written", async () => {
  start({ persistence: 'memory' })
  waypost?.optOut()
  expect(waypost?.consent).toBe('denied')
  waypost?.capture('x')
  await waypost?.flush()
  expect(wire.requests).toEqual([])
  await expect.poll(stored).toEqual({})
})
