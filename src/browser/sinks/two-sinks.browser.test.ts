import { expect, test } from 'vitest'
import { quietConsole } from '../quiet-console.contract.js'
import { createWaypost } from '../tracker.js'
import { config, PostHog } from './posthog-js.contract.js'
import { posthogJsSink } from './posthog-js-sink.js'
import { posthogSink } from './posthog-sink.js'
import { stubSink } from './stub-sink.js'
import { HOST, wire } from './wire.contract.js'

quietConsole()

test('L3 several sinks in one tracker get the same events, and all deliver at the exit', async () => {
  wire.reset()
  const key = wire.newKey()
  const posthog = new PostHog()
  posthog.init(key, config)
  const sink = [posthogSink({ key, host: HOST }), posthogJsSink(posthog), stubSink()]
  const waypost = createWaypost({ sink, persistence: 'memory' })
  waypost.capture('deployed')
  window.dispatchEvent(new PageTransitionEvent('pagehide'))
  await expect.poll(() => wire.requests.every(({ text }) => text)).toBe(true)
  const given = waypost.recorded.map(({ uuid, event }) => `${event} ${uuid}`)
  expect(given).toHaveLength(3)
  const sent = wire.events().map(({ uuid, event }) => `${event} ${uuid}`)
  expect(sent.sort()).toEqual([...given, ...given].sort())
  waypost.stop()
})
