import { describe, expect, test } from 'vitest'
import { oneTracker } from './one-tracker.contract.js'
import { quietConsole } from './quiet-console.contract.js'
import { wire } from './sinks/wire.contract.js'

quietConsole()
const page = oneTracker()
const { start, stored } = page

describe('C3 optOut()', () => {
  test('sends nothing more: neither what waits nor the leave', async () => {
    start().capture('waits')
    page.waypost?.optOut()
    page.waypost?.capture('late')
    page.waypost?.identify('user-7')
    page.waypost?.group('team', 't1')
    page.waypost?.reset()
    history.pushState(null, '', '/elsewhere')
    window.dispatchEvent(new PageTransitionEvent('pagehide'))
    await page.waypost?.flush()
    page.waypost?.stop()
    expect(wire.requests).toEqual([])
    expect(page.waypost?.view).toBeUndefined()
    expect(page.waypost?.consent).toBe('denied')
  })

  test('leaves nothing stored but the choice itself', async () => {
    start().capture('x')
    await page.waypost?.flush()
    expect(Object.keys(await stored()).length).toBeGreaterThan(1)
    await expect.poll(page.databases).toContain('waypost')
    localStorage.setItem('of-the-app', 'stays')
    page.waypost?.optOut()
    await expect.poll(stored).toEqual({ 'of-the-app': 'stays', waypost_consent: '"denied"' })
  })

  test('holds for the next document', async () => {
    start().optOut()
    page.waypost?.stop()
    start()
    page.waypost?.capture('x')
    await page.waypost?.flush()
    expect(page.waypost?.view).toBeUndefined()
    expect(wire.requests).toEqual([])
    await expect.poll(stored).toEqual({ waypost_consent: '"denied"' })
  })

  test('holds for another tab that is open', async () => {
    start()
    expect(page.waypost?.view).toBeDefined()
    // What the browser tells a document when another one writes.
    localStorage.setItem('waypost_consent', '"denied"')
    window.dispatchEvent(new StorageEvent('storage', { key: 'waypost_consent' }))
    expect(page.waypost?.view).toBeUndefined()
    await expect.poll(stored).toEqual({ waypost_consent: '"denied"' })
    localStorage.setItem('waypost_consent', '"granted"')
    window.dispatchEvent(new StorageEvent('storage', { key: 'waypost_consent' }))
    expect(page.waypost?.view).toBeDefined()
    expect(wire.requests).toEqual([])
  })
})

test.each(['granted', 'denied', undefined])(
  'C3 by who runs the app, it holds for this document, and the choice of the user (%s) stays',
  async (choice) => {
    start().capture('waits')
    const kept = choice && { waypost_consent: JSON.stringify(choice) }
    localStorage.clear()
    if (kept) localStorage.setItem('waypost_consent', kept.waypost_consent)
    page.waypost?.optOut({ remember: false })
    page.waypost?.capture('late')
    await page.waypost?.flush()
    expect(page.waypost?.consent).toBe('denied')
    expect(page.waypost?.view).toBeUndefined()
    expect(wire.requests).toEqual([])
    await expect.poll(stored).toEqual(kept ?? {})
    page.waypost?.stop()
    expect(start().consent).toBe(choice ?? 'granted')
  },
)

test('C3 optIn() starts afresh: the present page is a view of a new visitor, from now on', async () => {
  start()
  await expect.poll(() => page.waypost?.view?.number).toBe(1)
  await page.waypost?.flush()
  const [before] = wire.events()
  page.waypost?.optOut()
  history.pushState(null, '', '/now')
  const moment = Date.now()
  page.waypost?.optIn()
  page.waypost?.optIn()
  await expect.poll(() => page.waypost?.view?.number).toBe(1)
  await page.waypost?.flush()
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
  page.waypost?.optOut()
  expect(page.waypost?.consent).toBe('denied')
  page.waypost?.capture('x')
  await page.waypost?.flush()
  expect(wire.requests).toEqual([])
  await expect.poll(stored).toEqual({})
})
