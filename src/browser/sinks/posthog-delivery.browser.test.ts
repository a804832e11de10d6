import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { WaypostEvent } from '../../core/index.js'
import { whenIdle } from '../environment.js'
import { quietConsole } from '../quiet-console.contract.js'
import { posthogSink } from './posthog-sink.js'
import { createContext, pageview } from './sink-context.contract.js'
import { HOST, wire } from './wire.contract.js'

const written = quietConsole()
beforeEach(() => wire.reset())
afterEach(() => {
  wire.reset()
  vi.unstubAllGlobals()
  Reflect.deleteProperty(navigator, 'onLine')
})

/** What a record holds, as a later document of the origin finds it. */
function createRecord() {
  const parts = new Map<string, readonly [read: () => unknown, adopt: (content: unknown) => void]>()
  let saves = 0
  let held: Map<string, unknown> | undefined
  return {
    record: {
      durable: true,
      part: (name: string, read: () => unknown, adopt: (content: unknown) => void) =>
        void parts.set(name, [read, adopt]),
      save: () => {
        saves += 1
        held = new Map([...parts].map(([name, [read]]) => [name, structuredClone(read())]))
        return Promise.resolve()
      },
    },
    saves: () => saves,
    /** The uuids in it. */
    held: () =>
      [...(held?.values() ?? [])].flat().flatMap((event) => (event ? [Object(event).uuid as string] : [])),
    /** Takes on what another one holds. */
    adopt(other: { content(): Map<string, unknown> | undefined }) {
      for (const [name, content] of other.content() ?? []) parts.get(name)?.[1](content)
    },
    content: () => held,
  }
}

function start(key = wire.newKey(), keeps = true) {
  const setting = createContext()
  const record = createRecord()
  if (keeps) setting.context.record = record.record
  const sink = posthogSink({ key, host: HOST })(setting.context)
  return { sink, setting, record, key }
}
const answer = (status: number, headers = {}) =>
  wire.fail({ fetch: () => Promise.resolve(new Response('', { status, headers })) })
const noAnswer = () => wire.fail({ fetch: () => Promise.reject(new TypeError('Failed to fetch')) })
const uuids = () => wire.events().map(({ uuid }) => uuid)
const events = (count: number, properties = {}) => Array.from({ length: count }, () => pageview(properties))

describe('a request that fails', () => {
  test.each([408, 429, 500, 502, 503, 504])(
    'with %s is tried again, with the same ids and times',
    async (status) => {
      const { sink, setting } = start()
      const [first] = events(1)
      answer(status)
      sink.capture(first as never, false)
      await sink.flush?.()
      expect(sink.delivery).toEqual({ state: 'retrying', sent: 0, dropped: 0, blocked: 0 })
      wire.fail({})
      setting.elapse()
      await expect.poll(uuids).toEqual([first?.uuid])
      expect(Date.parse(wire.events()[0]?.timestamp ?? '')).toBe(first?.timestamp)
      expect(sink.delivery).toEqual({ state: 'ok', sent: 1, dropped: 0, blocked: 0 })
      setting.elapse()
      expect(setting.timers()).toBe(0)
    },
  )

  test.each([400, 401, 403, 404, 413])(
    'with %s is not: its events are dropped, with one message',
    async (status) => {
      const { sink, setting } = start()
      answer(status)
      for (const event of events(3)) sink.capture(event, false)
      await sink.flush?.()
      expect(sink.delivery).toEqual({ state: 'ok', sent: 0, dropped: 3, blocked: 0 })
      expect(written()).toEqual([expect.stringMatching(`W011.*${status}`)])
      wire.fail({})
      await sink.flush?.()
      expect(setting.timers()).toBe(0)
      expect(wire.requests).toEqual([])
    },
  )

  test('is not followed by another before its time, whoever asks', async () => {
    let calls = 0
    wire.fail({
      fetch() {
        calls += 1
        return Promise.reject(new TypeError('Failed to fetch'))
      },
    })
    const { sink, setting } = start()
    for (let count = 0; count < 20; count += 1) {
      sink.capture(pageview(), false)
      await sink.flush?.()
      await sink.flush?.('hidden')
    }
    expect(calls).toBe(1)
    expect(setting.timers()).toBe(1)
  })

  test('three times in a row without an answer looks like a blocker, until there is one', async () => {
    const { sink, setting } = start()
    const states: unknown[] = []
    noAnswer()
    sink.capture(pageview(), false)
    await sink.flush?.()
    for (let tries = 1; tries <= 3; tries += 1) {
      await expect.poll(() => sink.delivery?.blocked).toBe(tries)
      states.push(sink.delivery?.state)
      if (tries < 3) setting.elapse()
    }
    expect(states).toEqual(['retrying', 'retrying', 'blocked'])
    wire.fail({})
    setting.elapse()
    await expect.poll(() => sink.delivery).toEqual({ state: 'ok', sent: 1, dropped: 0, blocked: 3 })
  })

  test('without a network waits for the network', async () => {
    const { sink } = start()
    noAnswer()
    Object.defineProperty(navigator, 'onLine', { value: false, configurable: true })
    sink.capture(pageview(), false)
    await sink.flush?.()
    expect(sink.delivery?.state).toBe('offline')
    wire.fail({})
    await sink.flush?.()
    expect(wire.requests).toEqual([])
    window.dispatchEvent(new Event('online'))
    await expect.poll(() => sink.delivery?.state).toBe('ok')
    expect(wire.events()).toHaveLength(1)
  })

  test('because nobody answers ends after its time, and is tried again', async () => {
    let aborted = 0
    const own = window.fetch
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
      if (!url.startsWith(HOST)) return own(url, init)
      return new Promise((_, reject) =>
        init.signal?.addEventListener('abort', () => {
          aborted += 1
          reject(new DOMException('', 'AbortError'))
        }),
      )
    })
    const { sink, setting } = start()
    sink.capture(pageview(), false)
    const flushed = sink.flush?.()
    await expect.poll(() => setting.timers()).toBe(1)
    setting.elapse()
    await flushed
    expect(aborted).toBe(1)
    vi.unstubAllGlobals()
    setting.elapse()
    await expect.poll(() => wire.events()).toHaveLength(1)
  })
})

describe('the order', () => {
  test('is kept: one request at a time, what comes meanwhile in the next', async () => {
    const { sink } = start()
    const answers: (() => void)[] = []
    wire.fail({ fetch: () => new Promise((resolve) => answers.push(() => resolve(new Response()))) })
    const all = events(4)
    for (const event of all.slice(0, 2)) sink.capture(event, false)
    const flushed = sink.flush?.()
    await expect.poll(() => answers).toHaveLength(1)
    for (const event of all.slice(2)) sink.capture(event, false)
    const again = sink.flush?.('hidden')
    expect(answers).toHaveLength(1)
    wire.fail({})
    answers[0]?.()
    await Promise.all([flushed, again])
    expect(uuids()).toEqual(all.slice(2).map(({ uuid }) => uuid))
    expect(sink.delivery).toMatchObject({ sent: 4 })
  })

  test('is kept over several requests, each small enough to outlive its page', async () => {
    const { sink } = start()
    const all = events(30, { note: '漢'.repeat(2_500) })
    for (const event of all) sink.capture(event, false)
    await sink.flush?.()
    expect(uuids()).toEqual(all.map(({ uuid }) => uuid))
    expect(wire.posts().length).toBeGreaterThan(3)
    for (const { text, outlives } of wire.posts()) {
      expect(new TextEncoder().encode(text).length).toBeLessThan(65_536)
      expect(outlives).toBe(true)
    }
  })
})

describe('the queue has an end', () => {
  test('by number: the newest thousand are kept', async () => {
    const { sink } = start()
    const all = events(1_200)
    for (const event of all) sink.capture(event, false)
    await sink.flush?.()
    expect(uuids()).toEqual(all.slice(-1_000).map(({ uuid }) => uuid))
    expect(sink.delivery).toMatchObject({ sent: 1_000, dropped: 200 })
  })

  test('by size: the newest megabyte is kept', async () => {
    const { sink } = start()
    const all = events(100, { note: 'x'.repeat(19_000) })
    for (const event of all) sink.capture(event, false)
    await sink.flush?.()
    const kept = uuids()
    expect(kept).toEqual(all.slice(-kept.length).map(({ uuid }) => uuid))
    const size = wire.posts().reduce((sum, { text }) => sum + text.length, 0)
    expect(size).toBeGreaterThan(950_000)
    expect(size).toBeLessThan(1_010_000)
    expect(sink.delivery).toMatchObject({ sent: kept.length, dropped: 100 - kept.length })
  })
})

describe('L5 the page goes', () => {
  test('while nothing arrives: all is left to the next document, which sends it once', async () => {
    const { sink, record, setting, key } = start()
    const all = events(3)
    noAnswer()
    sink.capture(all[0] as never, false)
    await sink.flush?.()
    setting.elapse()
    await expect.poll(() => sink.delivery?.blocked).toBe(2)
    sink.capture(all[1] as never, false)
    // Written down at once: some browsers store nothing any more while a page goes.
    expect(record.held()).toEqual(all.slice(0, 2).map(({ uuid }) => uuid))
    sink.capture(all[2] as never, true)
    void sink.flush?.('exit')
    await record.record.save()
    expect(wire.requests).toEqual([])
    expect(record.held()).toEqual(all.map(({ uuid }) => uuid))

    wire.fail({})
    const next = start(key)
    next.record.adopt(record)
    next.setting.elapse()
    await expect.poll(uuids).toEqual(all.map(({ uuid }) => uuid))
    // The old one, back from the browser's cache, has nothing of it any more.
    await sink.flush?.()
    expect(wire.events()).toHaveLength(3)
    await record.record.save()
    expect(record.held()).toEqual([])
  })

  test('while nothing arrives, and nothing can be kept: it is sent all the same', async () => {
    const { sink } = start(undefined, false)
    noAnswer()
    sink.capture(pageview(), false)
    await sink.flush?.()
    sink.capture(pageview(), true)
    void sink.flush?.('exit')
    expect(wire.requests.map(({ transport }) => transport)).toEqual(['beacon'])
    expect(wire.events()).toHaveLength(2)
  })

  test('after one failure, which may be of its going: what waits is sent, and left to the next document too', async () => {
    const { sink, record } = start()
    const all = events(2)
    noAnswer()
    sink.capture(all[0] as never, false)
    await sink.flush?.()
    sink.capture(all[1] as never, true)
    void sink.flush?.('exit')
    await record.record.save()
    expect(uuids()).toEqual(all.map(({ uuid }) => uuid))
    expect(record.held()).toEqual(all.map(({ uuid }) => uuid))
  })

  test('while a request takes long: what is in it is left to the next document too', async () => {
    const { sink, record, setting } = start()
    const all = events(2)
    let now = 0
    setting.context.clock.elapsed = () => now
    wire.fail({ fetch: () => new Promise(() => {}) })
    sink.capture(all[0] as never, false)
    void sink.flush?.()
    await expect.poll(() => setting.timers()).toBe(1)
    now = 3_001
    sink.capture(all[1] as never, true)
    void sink.flush?.('exit')
    await record.record.save()
    expect(uuids()).toEqual(all.map(({ uuid }) => uuid))
    expect(record.held()).toEqual(all.map(({ uuid }) => uuid))
  })

  test('while a request is under way: that one outlives the page, the rest goes by beacon', async () => {
    const { sink, record, setting } = start()
    const all = events(2)
    wire.fail({ fetch: () => new Promise(() => {}) })
    sink.capture(all[0] as never, false)
    void sink.flush?.()
    await expect.poll(() => setting.timers()).toBe(1)
    sink.capture(all[1] as never, true)
    void sink.flush?.('exit')
    expect(uuids()).toEqual([all[1]?.uuid])
    await record.record.save()
    expect(record.held()).toEqual([])
  })
})

test('storage that never answers does not hold up what is to be sent', async () => {
  const { sink, setting, record } = start()
  record.record.save = () => new Promise(() => {})
  const all = events(1)
  sink.capture(all[0] as never, false)
  void sink.flush?.()
  expect(uuids()).toEqual([])
  setting.elapse()
  await expect.poll(uuids).toEqual(all.map(({ uuid }) => uuid))
})

test('a timer that finds nothing left to send does not keep the next event from having one', async () => {
  const { sink, setting } = start()
  const all = events(3)
  const [first, meanwhile, later] = all as [WaypostEvent, WaypostEvent, WaypostEvent]
  sink.capture(first, false)
  const flushed = sink.flush?.()
  sink.capture(meanwhile, false)
  await flushed
  expect(uuids()).toEqual([first.uuid, meanwhile.uuid])
  setting.elapse()
  await new Promise<void>((resolve) => whenIdle(resolve))
  sink.capture(later, false)
  setting.elapse()
  await expect.poll(uuids).toEqual(all.map(({ uuid }) => uuid))
})

test('a path of the own site takes events too', async () => {
  const own = window.fetch
  const urls: string[] = []
  vi.stubGlobal('fetch', (url: string, init?: RequestInit) => {
    if (!url.includes('/ingest/')) return own(url, init)
    urls.push(url)
    return Promise.resolve(new Response())
  })
  const { context } = createContext()
  const sink = posthogSink({ key: 'phc_path', host: '/ingest/' })(context)
  sink.capture(pageview(), false)
  await sink.flush?.()
  expect(urls).toEqual([`${location.origin}/ingest/i/v0/e/`])
})
