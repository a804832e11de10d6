// @vitest-environment node
import { expect, test } from 'vitest'
import { langflow } from '../../catalogue/index.js'
import { memorySink } from '../sinks/memory-sink.js'
import { createTelemetry } from '../telemetry.js'
import { architecture, langflowTelemetry } from './langflow-telemetry.js'

test('C17 C18 the documented events, measured to the end of a stream and past 24 hours', async () => {
  let now = 0
  const sink = memorySink()
  const clock = { now: () => now, elapsed: () => now }
  const events = langflowTelemetry(
    createTelemetry({
      product: { name: 'Langflow', version: '1.5.0' },
      catalogue: langflow,
      sink,
      decide: () => ({ enabled: true, by: 'default', reason: 'on', locked: false }),
      instanceId: async () => 'i',
      clock,
    }),
    clock.elapsed,
  )
  events.version({ autoLogin: true, cacheType: 'redis', backendOnly: false, desktop: false })
  const answer = events.run(async function* () {
    now += 1_500
    yield 'token'
    now += 1_000
  }, true)
  for await (const token of answer) expect(token).toBe('token')
  await expect(
    events.playground(() => Promise.reject(new RangeError('my password is x')), 3),
  ).rejects.toThrow(RangeError)
  expect(events.component(() => 5, 'ChatInput-a1b2c')).toBe(5)
  now += 90_000_000
  await events.shutdown()
  const sent = Object.fromEntries(sink.drain().map(({ event, properties }) => [event, properties]))
  expect(sent).toMatchObject({
    Version: { Version: '1.5.0', Arch: architecture(), AutoLogin: true, CacheType: 'redis', Desktop: false },
    Run: { IsWebhook: true, Seconds: 2.5, Success: true },
    Playground: { ComponentCount: 3, Success: false, ErrorCode: 'RangeError' },
    Component: { Name: 'ChatInput', Success: true },
    Shutdown: { TimeRunning: 90_002.5 },
  })
  expect(JSON.stringify(sent)).not.toContain('password')
})

test.each([
  ['x86_64', 'x64'],
  ['aarch64', 'arm64'],
  ['arm64', 'arm64'],
  ['AMD64', 'x64'],
])('C18 the architecture of a %s is %s, no number of bits', (name, expected) => {
  expect(architecture(name)).toBe(expected)
})
