import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { BeforeSendFn } from 'posthog-js'
import type { RunningSink } from '../../core/index.js'
import { quietConsole } from '../quiet-console.contract.js'
import type { NavigationListener } from '../sources/navigation-source.js'
import { createWaypost } from '../tracker.js'
import { locate } from '../page-location.js'
import { config, createPosthog, PostHog } from './posthog-js.contract.js'
import { posthogJsSink } from './posthog-js-sink.js'
import { createContext, pageview } from './sink-context.contract.js'
import { wire } from './wire.contract.js'

const written = quietConsole()
let setting: ReturnType<typeof createContext>
let sink: RunningSink | undefined
const start = (posthog: PostHog) => (sink = posthogJsSink(posthog)(setting.context))
const arrived = (count: number) => expect.poll(() => wire.events().length, { timeout: 3000 }).toBe(count)

beforeEach(() => {
  wire.reset()
  setting = createContext()
})
afterEach(() => {
  sink?.stop?.()
  sink = undefined
})

describe('V13 W002 posthog-js that captures page views or leaves itself', () => {
  test.each([
    { capture_pageview: true },
    { capture_pageview: 'history_change' },
    { capture_pageleave: true },
    { capture_pageview: true, capture_pageleave: 'if_capture_pageview' },
  ] as const)('is told once: %j', (changes) => {
    const posthog = createPosthog(changes)
    start(posthog)
    sink?.capture(pageview(), false)
    expect(written()).toEqual([expect.stringContaining('[waypost W002]')])
  })

  test('gives nothing of its own: waypost has the views', async () => {
    const posthog = createPosthog({ capture_pageview: 'history_change', capture_pageleave: true })
    start(posthog)
    written()
    const view = pageview()
    sink?.capture(view, false)
    history.pushState(null, '', '/of-posthog-js')
    posthog.capture('$pageview')
    posthog.capture('$pageleave')
    posthog.capture('of_the_app')
    await arrived(2)
    expect(wire.events().map(({ event, uuid }) => (event === '$pageview' ? uuid : event))).toEqual([
      view.uuid,
      'of_the_app',
    ])
  })

  test.each([{}, { capture_pageleave: 'if_capture_pageview' }] as const)('is not told: %j', (changes) => {
    start(createPosthog(changes))
    sink?.capture(pageview(), false)
    expect(written()).toEqual([])
  })

  test('is switched off where waypost initialises it', async () => {
    const posthog = new PostHog()
    const load = () => Promise.resolve({ default: posthog })
    sink = posthogJsSink(load, { ...config, key: wire.newKey(), capture_pageview: true })(setting.context)
    await expect.poll(() => posthog.__loaded).toBe(true)
    expect(posthog.config.capture_pageview).toBe(false)
  })
})

test('W007 a posthog-js that cannot be loaded is told once, and never felt', async () => {
  sink = posthogJsSink(() => Promise.reject(new Error('blocked')), { key: 'phc_test' })(setting.context)
  sink.capture(pageview(), false)
  const messages: string[] = []
  await expect.poll(() => messages.push(...written())).toBe(1)
  expect(messages).toEqual([expect.stringMatching(/^\[waypost W007\].*blocked/)])
})

describe("the app's own before_send", () => {
  const seen: string[] = []
  const hook: BeforeSendFn = (event) => {
    if (event) seen.push(`${event.properties['title']}`)
    return event
  }
  const second: BeforeSendFn = (event) => {
    seen.push('second')
    return event
  }
  const hooks = (posthog: PostHog) =>
    [posthog.config.before_send].flat().filter((value) => value !== undefined)
  beforeEach(() => void seen.splice(0))

  test.each([
    ['a function', hook, [hook]],
    ['a list', [hook, second], [hook, second]],
    ['none', undefined, []],
  ])(
    '%s: stays, sees the event as waypost made it, and is all that is left after stop()',
    (_name, own, all) => {
      const posthog = createPosthog(own && { before_send: own })
      start(posthog)
      const view = pageview()
      sink?.capture(view, false)
      expect(seen).toEqual([view.properties['title'], 'second'].slice(0, all.length))
      sink?.stop?.()
      expect(hooks(posthog)).toEqual(all)
    },
  )

  test('set later it takes part, and waypost stays in it', async () => {
    const posthog = createPosthog()
    start(posthog)
    sink?.capture(pageview(), false)
    posthog.set_config({ before_send: hook })
    const view = pageview()
    sink?.capture(view, false)
    expect(seen).toEqual([view.properties['title']])
    await arrived(2)
    expect(wire.events()[1]).toMatchObject({
      uuid: view.uuid,
      properties: { title: view.properties['title'] },
    })
  })

  test('that drops an event is obeyed', async () => {
    const posthog = createPosthog({ before_send: (event) => (event?.event === '$pageview' ? null : event) })
    start(posthog)
    sink?.capture(pageview(), false)
    posthog.capture('kept')
    await arrived(1)
    expect(wire.events()[0]?.event).toBe('kept')
    expect(written().filter((message) => !message.includes('before'))).toEqual([])
  })
})

describe("the app's own events", () => {
  test("bear the id of waypost's view, and no leave data of posthog-js", async () => {
    const posthog = createPosthog()
    start(posthog)
    const view = pageview()
    sink?.capture(view, false)
    setting.open.view = view.uuid
    posthog.capture('flow_deployed', { nodes: 3 })
    delete setting.open.view
    posthog.capture('afterwards')
    await arrived(3)
    const [, own, after] = wire.events()
    expect(own).toMatchObject({ event: 'flow_deployed', properties: { nodes: 3, $pageview_id: view.uuid } })
    expect(own?.properties['title']).toBeUndefined()
    expect(after?.properties).not.toHaveProperty('$pageview_id')
    for (const { properties } of wire.events())
      expect(Object.keys(properties).filter((key) => key.startsWith('$prev_pageview_'))).toEqual([])
  })

  test('bear it before the first view has gone, too', async () => {
    const posthog = createPosthog()
    setting.open.view = '019b0000-0000-7000-8000-000000000000'
    start(posthog)
    posthog.capture('early')
    await arrived(1)
    expect(wire.events()[0]?.properties['$pageview_id']).toBe(setting.open.view)
  })

  test('are untouched after stop()', async () => {
    const posthog = createPosthog()
    start(posthog)
    sink?.capture(pageview(), false)
    setting.open.view = 'a view that is over'
    sink?.stop?.()
    posthog.capture('later', { $pageview_id: 'own' })
    await arrived(2)
    expect(wire.events()[1]?.properties['$pageview_id']).not.toBe('a view that is over')
  })
})

describe('L3 the leave at pagehide', () => {
  const source = (listener: NavigationListener) => {
    listener.confirmed({ location: locate(location.href), type: 'push' })
    return () => {}
  }
  async function leave(waypost: ReturnType<typeof createWaypost>) {
    window.dispatchEvent(new PageTransitionEvent('pagehide'))
    // Nothing is waited for but the reading of what has gone.
    const sent = wire.requests.length
    await expect.poll(() => wire.requests.every(({ text }) => text)).toBe(true)
    expect(wire.requests).toHaveLength(sent)
    expect(wire.requests.every(({ outlives }) => outlives)).toBe(true)
    expect(
      wire
        .events()
        .map(({ event }) => event)
        .sort(),
    ).toEqual(['$pageleave', '$pageview'])
    waypost.stop()
  }

  test('arrives when posthog-js listens before waypost', async () => {
    const posthog = createPosthog()
    await leave(createWaypost({ sink: posthogJsSink(posthog), source, persistence: 'memory' }))
  })

  test('arrives when posthog-js listens after waypost', async () => {
    const posthog = new PostHog()
    const adopted = vi.spyOn(posthog, 'capture')
    const waypost = createWaypost({
      sink: posthogJsSink(posthog),
      source,
      persistence: 'memory',
      titleWait: 0,
    })
    posthog.init(wire.newKey(), { ...config, request_queue_config: { flush_interval_ms: 5000 } })
    await expect.poll(() => adopted.mock.calls.length).toBe(1)
    await leave(waypost)
  })

  test('arrives when posthog-js became ready a moment ago', async () => {
    const posthog = new PostHog()
    const waypost = createWaypost({ sink: posthogJsSink(posthog), source, persistence: 'memory' })
    posthog.init(wire.newKey(), config)
    await leave(waypost)
  })
})
