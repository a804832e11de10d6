import { afterEach, expect, test, vi } from 'vitest'
import { quietConsole } from './quiet-console.contract.js'
import { HOST, wire } from './sinks/wire.contract.js'
import { createWaypost, posthogSink } from './index.js'
import type { Waypost } from './index.js'

quietConsole()
let waypost: Waypost | undefined
afterEach(() => {
  waypost?.stop()
  vi.restoreAllMocks()
  wire.reset()
  history.replaceState(null, '', '/')
})

test('listeners are passive: the browser never waits for one', () => {
  const added: [type: string, passive: boolean | undefined][] = []
  const own = EventTarget.prototype.addEventListener
  vi.spyOn(EventTarget.prototype, 'addEventListener').mockImplementation(function (
    this: EventTarget,
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ) {
    if (this === document) added.push([type, Object(options).passive as boolean | undefined])
    own.call(this, type, listener, options)
  })
  waypost = createWaypost({ sink: posthogSink({ key: wire.newKey(), host: HOST }) })
  expect(added.map(([type]) => type)).toEqual(
    expect.arrayContaining(['scroll', 'pointerdown', 'pointermove', 'keydown']),
  )
  expect(added.filter(([, passive]) => !passive)).toEqual([])
})

test('a navigation neither packs nor sends anything: that waits for an idle moment', async () => {
  waypost = createWaypost({
    sink: posthogSink({ key: wire.newKey(), host: HOST, flushInterval: 0 }),
    persistence: 'memory',
    titleWait: 0,
  })
  const pack = vi.spyOn(JSON, 'stringify')
  const packed = () => pack.mock.calls.filter(([value]) => !!Object(value).uuid).length
  const idle = vi.spyOn(window, 'requestIdleCallback')
  history.pushState(null, '', '/a')
  history.pushState(null, '', '/b')
  expect(packed()).toBe(0)
  await expect.poll(() => wire.events().map(({ event }) => event)).toContain('$pageleave')
  expect(packed()).toBeGreaterThan(0)
  expect(idle).toHaveBeenCalled()
})

test('a navigation measures its page once that is drawn: nothing is laid out before', async () => {
  waypost = createWaypost({ persistence: 'memory', titleWait: 0 })
  const measured = vi.spyOn(Element.prototype, 'scrollHeight', 'get')
  history.pushState(null, '', '/a')
  // From here on the new page is built, and each look at its size would lay it out.
  measured.mockClear()
  const drawn = new Promise((resolve) => requestAnimationFrame(resolve))
  document.body.append(document.createElement('p'))
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  expect(measured).not.toHaveBeenCalled()
  await drawn
  await expect.poll(() => measured.mock.calls.length).toBeGreaterThan(0)
})
