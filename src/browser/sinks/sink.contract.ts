import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunningSink, Sink, WaypostEvent } from '../../core/index.js'
import { quietConsole } from '../quiet-console.contract.js'
import { createContext, pageleave, pageview } from './sink-context.contract.js'
import { wire } from './wire.contract.js'
import type { Arrived } from './wire.contract.js'

export interface SinkHarness {
  /** A sink that nobody has started yet. */
  create(): Sink
  /** Lets its receiver be ready, where that takes time. */
  ready?(): Promise<void> | void
  /** It sends. A sink that only records is told apart by this. */
  sends: boolean
  /** Lets the sink's own timers end, and waits for what is then due. */
  settle?(): Promise<void> | void
  close?(): void
}

/** What every sink promises, whatever its receiver. */
export function sinkContract(name: string, harness: SinkHarness): void {
  describe(`sink: ${name}`, () => {
    quietConsole()
    let setting: ReturnType<typeof createContext>
    let sink: RunningSink

    beforeEach(() => {
      wire.reset()
      setting = createContext()
      sink = harness.create()(setting.context)
    })
    afterEach(() => {
      sink.stop?.()
      harness.close?.()
      wire.reset()
    })

    const isReady = async () => {
      await harness.ready?.()
      setting.elapse()
    }
    const arrived = (): Arrived[] =>
      sink.recorded?.map((event) => ({ ...event, timestamp: new Date(event.timestamp).toISOString() })) ??
      wire.events()
    /** Waits for so many events, in no other way than a timer that ends. */
    async function receive(count: number): Promise<Arrived[]> {
      setting.elapse()
      await harness.settle?.()
      await expect.poll(() => arrived().length, { timeout: 3000 }).toBe(count)
      return arrived()
    }
    /** As JSON has it: without what is undefined. */
    const given = ({ properties, timestamp, session: _, ...rest }: WaypostEvent) => ({
      ...rest,
      timestamp: new Date(timestamp).toISOString(),
      properties: expect.objectContaining(JSON.parse(JSON.stringify(properties))),
    })
    const prev = ({ properties }: Arrived | WaypostEvent) =>
      Object.keys(properties).filter((key) => key.startsWith('$prev_pageview_'))

    test('L2 events arrive once, in order, exactly as given', async () => {
      await isReady()
      const first = pageview()
      const second = pageview()
      const events = [first, pageleave(first), second, pageleave(second)]
      for (const event of events) sink.capture(event, false)
      const received = await receive(4)
      expect(received).toEqual(events.map((event) => expect.objectContaining(given(event))))
      expect(received.map(prev)).toEqual(events.map(prev))
    })

    test('V6 events given before the receiver is ready keep their time, URL and title', async () => {
      const first = pageview()
      const events = [first, pageleave(first), pageview()]
      for (const event of events) sink.capture(event, false)
      document.title = 'Another title'
      await isReady()
      const received = await receive(3)
      expect(received).toEqual(events.map((event) => expect.objectContaining(given(event))))
      expect(received.map(prev)).toEqual(events.map(prev))
    })

    test('L9 leave data that ride on the next view stay on it', async () => {
      await isReady()
      const event = pageview({
        $prev_pageview_id: 'earlier',
        $prev_pageview_duration: 2,
        prev_visible_seconds: 1,
      })
      sink.capture(pageview(), false)
      sink.capture(event, false)
      const [, received] = await receive(2)
      expect(received).toEqual(expect.objectContaining(given(event)))
      expect(received && prev(received)).toEqual(prev(event))
    })

    test('L3 at the exit events leave at once, in a way that outlives the page', async () => {
      await isReady()
      const view = pageview()
      sink.capture(view, true)
      sink.capture(pageleave(view), true)
      void sink.flush?.('exit')
      if (harness.sends) {
        expect(wire.requests.length).toBeGreaterThan(0)
        expect(wire.requests.every(({ outlives }) => outlives)).toBe(true)
        // Reading what is in a beacon takes time, not sending it.
        await expect.poll(() => wire.requests.every(({ text }) => text)).toBe(true)
      }
      expect(arrived().map(({ uuid }) => uuid)).toHaveLength(2)
      expect(arrived().map(({ event }) => event)).toEqual(['$pageview', '$pageleave'])
    })

    test('C4 stop() gives nothing more, keeps no timer, and may come twice', async () => {
      await isReady()
      sink.capture(pageview(), true)
      void sink.flush?.('exit')
      await receive(1)
      sink.stop?.()
      sink.stop?.()
      expect(setting.timers()).toBe(0)
      await harness.settle?.()
      expect(arrived()).toHaveLength(1)
    })

    test('C4 stop() before the receiver is ready leaves nothing behind', async () => {
      sink.capture(pageview(), false)
      sink.stop?.()
      expect(setting.timers()).toBe(0)
      await isReady()
      await harness.settle?.()
      if (harness.sends) expect(wire.requests).toEqual([])
    })

    if (!harness.sends) return

    test('identify, group and reset reach the receiver', async () => {
      await isReady()
      const views = [pageview(), pageview(), pageview()] as const
      sink.capture(views[0], false)
      sink.identify?.('user-7', { plan: 'pro' }, { first: 1 })
      sink.group?.('team', 't1', { size: 3 })
      sink.capture(views[1], false)
      sink.reset?.()
      sink.capture(views[2], false)
      const received = await receive(5)
      const [before, after, last] = views.map(
        ({ uuid }) => received.find((event) => event.uuid === uuid)?.properties,
      )
      const identify = received.find(({ event }) => event === '$identify')
      const group = received.find(({ event }) => event === '$groupidentify')
      expect({ ...identify, ...identify?.properties }).toMatchObject({
        distinct_id: 'user-7',
        $anon_distinct_id: before?.['distinct_id'],
        $set: { plan: 'pro' },
        $set_once: { first: 1 },
      })
      expect(group?.properties).toMatchObject({
        $group_type: 'team',
        $group_key: 't1',
        $group_set: { size: 3 },
      })
      expect(before).toMatchObject({ $process_person_profile: false })
      expect(after).toMatchObject({
        distinct_id: 'user-7',
        $groups: { team: 't1' },
        $process_person_profile: true,
      })
      expect(last?.['distinct_id']).toBeTypeOf('string')
      expect(['user-7', before?.['distinct_id']]).not.toContain(last?.['distinct_id'])
      expect(last?.['$groups'] ?? {}).toEqual({})
    })

    test.each([
      ['refuses', () => Promise.reject(new TypeError('Failed to fetch')), () => false],
      ['hangs', () => new Promise<never>(() => {}), () => false],
      ['answers with an error', () => Promise.resolve(new Response('', { status: 500 })), () => false],
    ])('C4 a network that %s is never felt', async (_what, fetch, beacon) => {
      await isReady()
      wire.fail({ fetch, beacon })
      sink.capture(pageview(), false)
      setting.elapse()
      await harness.settle?.()
      sink.capture(pageview(), true)
      void sink.flush?.('exit')
      sink.identify?.('user-7')
      expect(() => sink.reset?.()).not.toThrow()
    })

    test('C2 nothing but events goes to the host', async () => {
      await isReady()
      sink.capture(pageview(), false)
      await receive(1)
      expect(wire.requests.filter(({ url }) => !new URL(url).pathname.endsWith('/e/'))).toEqual([])
      expect(wire.posts()).toHaveLength(1)
    })
  })
}
