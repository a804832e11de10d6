import { afterEach, describe, expect, test, vi } from 'vitest'
import { oneTracker } from './one-tracker.contract.js'
import { quietConsole } from './quiet-console.contract.js'
import { posthogJsSink } from './sinks/posthog-js-sink.js'
import { wire } from './sinks/wire.contract.js'

const written = quietConsole()
const page = oneTracker()
const { start, stored } = page
/** The page of the view, once that is counted. */
const shown = () => (page.waypost?.view?.number ? page.waypost.view.location.path : undefined)
const told = () => wire.events().map(({ event, properties }) => `${event} ${properties['$pathname']}`)
const signal = (name: 'doNotTrack' | 'globalPrivacyControl', value: unknown) =>
  Object.defineProperty(navigator, name, { value, configurable: true })

afterEach(() => {
  for (const name of ['doNotTrack', 'globalPrivacyControl']) Reflect.deleteProperty(navigator, name)
})

/** Does what a user and an app do. */
async function visit() {
  await expect.poll(() => shown()).toBe('/a')
  page.waypost?.identify('user-7', { plan: 'pro' })
  page.waypost?.capture('opened', { nodes: 3 })
  document.title = 'Second'
  history.pushState(null, '', '/b')
  await expect.poll(() => shown()).toBe('/b')
}

describe('C2 while the user has not decided', () => {
  test('C1 nothing is sent and nothing stored, not even when the page goes', async () => {
    start({ consent: 'pending' })
    await visit()
    window.dispatchEvent(new PageTransitionEvent('pagehide'))
    await page.waypost?.flush()
    page.waypost?.stop()
    expect(wire.requests).toEqual([])
    expect(await stored()).toEqual({})
    expect(page.waypost?.consent).toBe('pending')
    expect(page.waypost?.recorded).toEqual([])
  })

  test('a library is not even loaded', async () => {
    const load = vi.fn(() => Promise.reject(new Error('not now')))
    start({ consent: 'pending', sink: posthogJsSink(load, { key: 'phc_x' }) })
    await visit()
    page.waypost?.optOut()
    expect(load).not.toHaveBeenCalled()
  })

  test('optIn() sends what was held: in its order, with its own times, pages and titles', async () => {
    document.title = 'First'
    const before = Date.now()
    start({ consent: 'pending' })
    await visit()
    const after = Date.now()
    await expect.poll(() => Date.now()).toBeGreaterThan(after + 20)
    page.waypost?.optIn()
    expect(page.waypost?.consent).toBe('granted')
    history.pushState(null, '', '/c')
    await expect.poll(() => shown()).toBe('/c')
    await page.waypost?.flush()
    expect(told()).toEqual([
      '$pageview /a',
      '$identify undefined',
      'opened /a',
      '$pageleave /a',
      '$pageview /b',
      '$pageleave /b',
      '$pageview /c',
    ])
    const events = wire.events()
    for (const { timestamp } of events.filter(({ event }) => event !== '$identify').slice(0, 4)) {
      expect(Date.parse(timestamp)).toBeGreaterThanOrEqual(before)
      expect(Date.parse(timestamp)).toBeLessThanOrEqual(after)
    }
    expect(events.map(({ properties }) => properties['view_number']).filter(Boolean)).toEqual([1, 1, 2, 2, 3])
    expect(new Set(events.map(({ properties }) => properties['$session_id'])).size).toBe(1)
    expect(events[0]?.properties['title']).toBe('First')
    expect(Object.keys(localStorage).sort()).toEqual(['waypost_consent', 'waypost_session', 'waypost_who'])
  })

  test('optOut() drops it', async () => {
    start({ consent: 'pending' })
    await visit()
    page.waypost?.optOut()
    page.waypost?.optIn()
    await expect.poll(() => page.waypost?.view?.number).toBe(1)
    await page.waypost?.flush()
    expect(told()).toEqual(['$pageview /b'])
  })

  test('the choice of an earlier page holds', async () => {
    localStorage.setItem('waypost_consent', '"granted"')
    start({ consent: 'pending' })
    expect(page.waypost?.consent).toBe('granted')
    await visit()
    await page.waypost?.flush()
    expect(told()[0]).toBe('$pageview /a')
  })

  test('so does the choice in another tab', async () => {
    start({ consent: 'pending' })
    await visit()
    localStorage.setItem('waypost_consent', '"granted"')
    window.dispatchEvent(new StorageEvent('storage', { key: 'waypost_consent' }))
    await page.waypost?.flush()
    expect(told()).toContain('$pageview /a')
  })

  test('what is held has an end: the oldest make room', async () => {
    start({ consent: 'pending' })
    await visit()
    for (let count = 0; count < 600; count += 1) page.waypost?.capture(`event ${count}`)
    page.waypost?.optIn()
    await page.waypost?.flush()
    expect(wire.events()).toHaveLength(500)
    expect(wire.events().at(-1)?.event).toBe('event 599')
  })
})

test("C1 consent: 'denied' is off until the user chooses otherwise", async () => {
  start({ consent: 'denied' })
  expect(page.waypost?.view).toBeUndefined()
  expect(await stored()).toEqual({})
  page.waypost?.optIn()
  await expect.poll(() => page.waypost?.view?.number).toBe(1)
})

describe('C1 what the browser says', () => {
  test.each([
    ['doNotTrack', '1'],
    ['globalPrivacyControl', true],
  ] as const)('%s is off: no request, no storage, no view', async (name, value) => {
    signal(name, value)
    start()
    expect(page.waypost?.consent).toBe('denied')
    page.waypost?.capture('x')
    window.dispatchEvent(new PageTransitionEvent('pagehide'))
    await page.waypost?.flush()
    expect(page.waypost?.view).toBeUndefined()
    expect(wire.requests).toEqual([])
    expect(await stored()).toEqual({})
  })

  test.each([
    ['doNotTrack', '0'],
    ['doNotTrack', null],
    ['doNotTrack', 'unspecified'],
    ['globalPrivacyControl', false],
    ['globalPrivacyControl', undefined],
  ] as const)('%s = %s says nothing', (name, value) => {
    signal(name, value)
    expect(start().consent).toBe('granted')
  })

  test('is overridden by the option, and by the user', () => {
    signal('doNotTrack', '1')
    expect(start({ respectSignals: false }).consent).toBe('granted')
    page.waypost?.stop()
    start().optIn()
    expect(page.waypost?.consent).toBe('granted')
    page.waypost?.stop()
    expect(start().consent).toBe('granted')
  })
})

describe('register()', () => {
  test('adds to every event, in later documents too; their own properties win', async () => {
    start().register({ plan: 'pro', nodes: 0 })
    await visit()
    await page.waypost?.flush()
    expect(
      wire
        .events()
        .filter(({ event }) => event[0] !== '$')
        .map(({ properties }) => properties),
    ).toMatchObject([{ plan: 'pro', nodes: 3 }])
    for (const { properties } of wire.events().filter(({ event }) => event.startsWith('$page')))
      expect(properties).toMatchObject({ plan: 'pro', nodes: 0 })
    page.waypost?.stop()
    wire.reset()

    start().unregister('nodes')
    await expect.poll(shown).toBe('/b')
    await page.waypost?.flush()
    expect(wire.events().at(-1)?.properties).toMatchObject({ plan: 'pro' })
    expect(wire.events().at(-1)?.properties).not.toHaveProperty('nodes')
  })

  test('is forgotten by reset(), and by optOut()', async () => {
    const registered = async () => {
      wire.reset()
      page.waypost?.capture('x')
      await page.waypost?.flush()
      return wire.events().at(-1)?.properties['plan']
    }
    start().register({ plan: 'pro' })
    expect(await registered()).toBe('pro')
    page.waypost?.reset()
    expect(await registered()).toBeUndefined()
    page.waypost?.register({ plan: 'pro' })
    page.waypost?.optOut()
    page.waypost?.optIn()
    expect(await registered()).toBeUndefined()
  })

  test('takes no secret and nothing that can’t be sent', async () => {
    const loop: Record<string, unknown> = { token: 'hush-hush' }
    loop['self'] = loop
    start().register({ loop, plan: 'pro' })
    page.waypost?.capture('x')
    await page.waypost?.flush()
    expect(written()).toEqual([expect.stringMatching('W010.*contains itself')])
    expect(JSON.stringify(wire.requests)).not.toContain('hush-hush')
    expect(JSON.stringify({ ...localStorage })).not.toContain('hush-hush')
  })
})
