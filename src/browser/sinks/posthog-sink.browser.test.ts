import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWaypost } from '../tracker.js'
import { quietConsole } from '../quiet-console.contract.js'
import { posthogSink } from './posthog-sink.js'
import { createContext, pageview, SESSION } from './sink-context.contract.js'
import { sinkContract } from './sink.contract.js'
import { HOST, wire } from './wire.contract.js'

sinkContract('PostHog', { create: () => posthogSink({ key: wire.newKey(), host: HOST }), sends: true })

const written = quietConsole()
beforeEach(() => {
  wire.reset()
  localStorage.clear()
  sessionStorage.clear()
})
afterEach(() => wire.reset())

describe('the PostHog wire', () => {
  function start(host = HOST, setting = createContext()) {
    const sink = posthogSink({ key: wire.newKey(), host })(setting.context)
    return { sink, setting }
  }

  test('one POST for all events of a flush: a simple request without credentials', async () => {
    const { sink } = start()
    const before = Date.now()
    for (let count = 0; count < 3; count += 1) sink.capture(pageview(), false)
    await sink.flush?.()
    expect(wire.requests).toEqual([
      {
        transport: 'fetch',
        url: `${HOST}/i/v0/e/`,
        method: 'POST',
        contentType: expect.stringMatching(/^text\/plain\b/),
        credentials: 'omit',
        outlives: true,
        text: expect.any(String),
      },
    ])
    const body: Record<string, unknown> = JSON.parse(wire.requests[0]?.text ?? '')
    expect(Object.keys(body).sort()).toEqual(['api_key', 'batch', 'sent_at'])
    expect(body).toMatchObject({ api_key: expect.stringContaining('phc_test'), batch: [{}, {}, {}] })
    expect(Date.parse(String(body['sent_at']))).toBeGreaterThanOrEqual(before)
    expect(new Date(String(body['sent_at'])).toISOString()).toBe(body['sent_at'])
  })

  test('an event has what PostHog needs, and an anonymous one makes no person', async () => {
    const { sink } = start()
    sink.capture(pageview(), false)
    await sink.flush?.()
    const [event] = wire.events()
    expect(Object.keys(event ?? {}).sort()).toEqual(['event', 'properties', 'timestamp', 'uuid'])
    const { properties = {} } = event ?? {}
    expect(properties).toMatchObject({
      $process_person_profile: false,
      $session_id: SESSION,
      $lib: 'waypost',
      $lib_version: '0.0.0-test',
    })
    expect(properties['distinct_id']).toBe(properties['$device_id'])
    for (const name of ['$session_id', '$window_id', '$device_id'])
      expect(properties[name], name).toMatch(
        /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
      )
  })

  test('the host may end with a slash', async () => {
    const { sink } = start(`${HOST}/proxy//`)
    sink.capture(pageview(), false)
    await sink.flush?.()
    expect(wire.requests[0]?.url).toBe(`${HOST}/proxy/i/v0/e/`)
  })

  test('events wait for company, and a flush with none sends nothing', async () => {
    const { sink, setting } = start()
    await sink.flush?.()
    sink.capture(pageview(), false)
    sink.capture(pageview(), false)
    expect(setting.timers()).toBe(1)
    expect(wire.requests).toEqual([])
    setting.elapse()
    await expect.poll(() => wire.events()).toHaveLength(2)
    expect(wire.posts()).toHaveLength(1)
    expect(setting.timers()).toBe(0)
  })

  test('L3 what is too big for one request at the exit goes in several, each small enough', () => {
    const { sink } = start()
    const events = Array.from({ length: 9 }, () => pageview({ note: 'x'.repeat(20_000) }))
    for (const event of events) sink.capture(event, true)
    void sink.flush?.('exit')
    expect(wire.requests.map(({ transport }) => transport)).not.toContain('fetch')
    for (const { text } of wire.requests) expect(new TextEncoder().encode(text).length).toBeLessThan(65_536)
    expect(wire.events().map(({ uuid }) => uuid)).toEqual(events.map(({ uuid }) => uuid))
  })

  test('L3 size is counted in bytes, not in letters', () => {
    const { sink } = start()
    for (let count = 0; count < 3; count += 1) sink.capture(pageview({ note: '漢'.repeat(15_000) }), true)
    void sink.flush?.('exit')
    for (const { text } of wire.requests) expect(new TextEncoder().encode(text).length).toBeLessThan(65_536)
    expect(wire.events()).toHaveLength(3)
  })

  test('L3 a beacon that is refused becomes a fetch that outlives the page', () => {
    const { sink } = start()
    wire.fail({ beacon: () => false })
    sink.capture(pageview(), true)
    void sink.flush?.('exit')
    expect(wire.requests).toMatchObject([{ transport: 'fetch', outlives: true, credentials: 'omit' }])
    expect(wire.events()).toHaveLength(1)
  })

  describe('while the record is being written, and nothing is under way yet', () => {
    async function startToSave() {
      const setting = createContext()
      let saved = () => {}
      const saving = new Promise<void>((resolve) => (saved = resolve))
      setting.context.record = { ...setting.context.record, save: () => saving }
      const { sink } = start(HOST, setting)
      sink.capture(pageview(), false)
      const flushed = Promise.resolve(sink.flush?.())
      return {
        sink,
        async settle() {
          saved()
          await flushed
        },
      }
    }

    test('L3 the page goes: everything goes with it, once', async () => {
      const { sink, settle } = await startToSave()
      void sink.flush?.('exit')
      expect(wire.events()).toHaveLength(1)
      await settle()
      expect(wire.events()).toHaveLength(1)
    })

    test('C3 the sink is stopped: nothing is sent any more', async () => {
      const { sink, settle } = await startToSave()
      sink.stop?.()
      await settle()
      expect(wire.requests).toEqual([])
    })
  })

  test.each(['https://', 'eu.i.posthog.com', 'ftp://capture.test', 'javascript:alert(1)'])(
    'C4 W012 a host that is none is told, and never felt: %s',
    async (host) => {
      const { sink, setting } = start(host)
      expect(written()).toEqual([expect.stringMatching(`W012.*${host.replace(/[.()]/g, '.')}`)])
      sink.capture(pageview(), true)
      await Promise.allSettled([sink.flush?.('exit')])
      sink.capture(pageview(), false)
      setting.elapse()
      expect(wire.requests).toEqual([])
      expect(sink.recorded).toHaveLength(2)
    },
  )

  test('an identity given twice, and a person that only changes', async () => {
    const { sink } = start()
    sink.identify?.('user-7')
    sink.identify?.('user-7')
    sink.identify?.('user-7', { plan: 'pro' })
    await sink.flush?.()
    expect(wire.events().map(({ event }) => event)).toEqual(['$identify', '$set'])
  })
})

test('W001 without a key it is the stub, with one message and no request', async () => {
  for (const key of [undefined, '']) {
    const waypost = createWaypost({
      sink: posthogSink({ key, host: HOST }),
      titleWait: 0,
      persistence: 'memory',
    })
    waypost.capture('x')
    await waypost.flush()
    waypost.stop()
    expect(waypost.recorded.map(({ event }) => event)).toContain('x')
    expect(written()).toEqual([expect.stringContaining('[waypost W001]')])
  }
  expect(wire.requests).toEqual([])
})

describe('who an event is from', () => {
  async function ids(persistence: 'localStorage' | 'memory') {
    const waypost = createWaypost({ sink: posthogSink({ key: wire.newKey(), host: HOST }), persistence })
    wire.reset()
    waypost.capture('x')
    await waypost.flush()
    const { distinct_id, $device_id, $session_id } = wire.events().at(-1)?.properties ?? {}
    waypost.stop()
    return { distinct_id, $device_id, $session_id }
  }

  test('is the same for two trackers that share their storage', async () => {
    const first = await ids('localStorage')
    expect(first.distinct_id).toBeTypeOf('string')
    expect(await ids('localStorage')).toEqual(first)
    expect(JSON.stringify({ ...localStorage })).toContain(first.distinct_id)
  })

  test("C1 is nowhere in any storage with persistence 'memory'", async () => {
    const first = await ids('memory')
    expect((await ids('memory')).distinct_id).not.toBe(first.distinct_id)
    expect({ ...localStorage, ...sessionStorage }).toEqual({})
    expect(document.cookie).toBe('')
  })
})
