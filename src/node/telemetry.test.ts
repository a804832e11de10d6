// @vitest-environment node
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PostHog } from 'posthog-node'
import { afterEach, expect, test } from 'vitest'
import { createCollector } from '../collector/index.js'
import { flowise, langflow } from '../catalogue/index.js'
import type { SwitchState } from './switch.js'
import { httpSink } from './sinks/http-sink.js'
import { memorySink } from './sinks/memory-sink.js'
import { posthogNodeSink } from './sinks/posthog-node-sink.js'
import type { ServerSink } from './sinks/sink.js'
import { createTelemetry } from './telemetry.js'

const product = { name: 'Flowise', version: '3.1.0' }
const tool = { toolId: 't1', toolName: 'Search' }
const instanceId = async () => '5db51f99-c6fb-4340-9c19-78adce58cc1b'
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

const on: SwitchState = { enabled: true, by: 'default', reason: 'on', locked: false }
const off: SwitchState = { ...on, enabled: false, reason: 'off' }

async function collect() {
  const collector = await createCollector({ port: 0 })
  ends.push(() => collector.close())
  return collector
}
/** A server that answers with these statuses, one by one; the last for ever. */
async function answering(...statuses: number[]) {
  const bodies: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => (body += part))
    request.on('end', () => {
      bodies.push(body)
      const status = statuses.length > 1 ? statuses.shift() : statuses[0]
      // None: it hangs.
      if (status) response.writeHead(status, { 'retry-after': '7' }).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/batch/`, bodies }
}

/** Time that passes when the test says so; timers run in their order. */
function fakeTime() {
  let now = Date.parse('2026-01-02T03:04:05.000Z')
  const timers = new Set<{ due: number; task: () => void }>()
  return {
    clock: { now: () => now, elapsed: () => now },
    schedule: (task: () => void, delay: number) => {
      const timer = { due: now + delay, task }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    pass(ms: number) {
      now += ms
      for (const timer of [...timers].sort((a, b) => a.due - b.due))
        if (timer.due <= now && timers.delete(timer)) timer.task()
    },
  }
}
const make = (sink: ServerSink, more: Partial<Parameters<typeof createTelemetry>[0]> = {}) =>
  createTelemetry({
    product,
    catalogue: flowise,
    sink,
    decide: () => on,
    instanceId,
    ...more,
  } as never) as ReturnType<typeof createTelemetry<(typeof flowise)['declaration']>>

test.each<[string, (host: string) => ServerSink]>([
  ['httpSink', (host) => httpSink({ url: `${host}/batch/`, key: 'phc_a' })],
  ['posthogNodeSink', (host) => posthogNodeSink(async () => ({ PostHog }), { key: 'phc_a', host })],
])('E1 E8 C19 %s delivers to the collector in one batch, with its own ids and times', async (_, sinkOf) => {
  const collector = await collect()
  const time = fakeTime()
  const telemetry = make(sinkOf(collector.url), { clock: time.clock })
  telemetry.send('tool_created', tool)
  telemetry.send('tool_created', { ...tool, toolId: 't2' })
  const preview = await telemetry.preview()
  await telemetry.shutdown()
  const events = collector.events()
  expect(events.map(({ properties }) => properties['toolId'])).toEqual(['t1', 't2'])
  expect(events[0]).toMatchObject({
    event: 'tool_created',
    token: 'phc_a',
    distinctId: await instanceId(),
    timestamp: '2026-01-02T03:04:05.000Z',
    properties: { version: '3.1.0', product: 'Flowise', product_version: '3.1.0', client_type: 'server' },
  })
  expect(events.some(({ duplicate }) => duplicate)).toBe(false)
  // What was shown is what arrived.
  const shown = JSON.parse(preview?.body ?? '') as { batch: { uuid: string; properties: unknown }[] }
  expect(preview?.to).toBe(`POST ${collector.url}/batch/`)
  expect(shown.batch.map(({ uuid, properties }) => ({ uuid, properties }))).toEqual(
    events.map(({ uuid, properties }) => ({ uuid, properties })),
  )
  expect(telemetry.status()).toMatchObject({ sent: 2, waiting: 0, dropped: 0, refused: 0 })
})

test('A1 without a sink no event is made, nothing waits, and nobody asks for an id', async () => {
  const telemetry = createTelemetry({
    product,
    catalogue: flowise,
    decide: () => on,
    instanceId: () => Promise.reject(new Error('asked')),
  })
  telemetry.send('tool_created', tool)
  await telemetry.flush()
  expect(telemetry.status()).toMatchObject({ hasSink: false, waiting: 0, sent: 0, dropped: 0, refused: 0 })
  expect(await telemetry.preview('tool_created', tool)).toBeUndefined()
  expect(await telemetry.preview()).toBeUndefined()
  await telemetry.shutdown()
})

test('D16 httpSink sends the bytes of its preview', async () => {
  const { url, bodies } = await answering(200)
  const telemetry = make(httpSink({ url, key: 'phc_a' }))
  telemetry.send('tool_created', tool)
  const preview = await telemetry.preview()
  await telemetry.flush()
  expect(bodies).toEqual([preview?.body])
  expect(await telemetry.lastPayload()).toEqual(preview)
})

test.each<[string, (url: string) => ServerSink]>([
  ['httpSink', (url) => httpSink({ url, key: 'phc_a' })],
  [
    'posthogNodeSink',
    (url) =>
      posthogNodeSink(async () => ({ PostHog }), {
        key: 'phc_a',
        host: new URL(url).origin,
        disableCompression: true,
      }),
  ],
])('E3 %s: the same events again after a 503, no sooner than Retry-After', async (_, sinkOf) => {
  const { url, bodies } = await answering(503, 200)
  const time = fakeTime()
  const telemetry = make(sinkOf(url), { clock: time.clock, schedule: time.schedule, random: () => 0 })
  telemetry.send('tool_created', tool)
  await telemetry.flush()
  expect(telemetry.status()).toMatchObject({
    waiting: 1,
    lastError: { reason: 'HTTP 503' },
    nextTry: '2026-01-02T03:04:12.000Z',
  })
  time.pass(6_999)
  expect(bodies).toHaveLength(1)
  time.pass(1)
  await telemetry.flush()
  expect(telemetry.status()).toMatchObject({ waiting: 0, sent: 1 })
  const batches = bodies.map((body) => (JSON.parse(body) as { batch: unknown }).batch)
  expect(batches).toHaveLength(2)
  expect(batches[1]).toEqual(batches[0])
})

test('E3 a 400 is final, and what comes after it goes on', async () => {
  const { url } = await answering(400, 200)
  const telemetry = make(httpSink({ url }), { batchEvents: 1 })
  telemetry.send('tool_created', tool)
  telemetry.send('tool_created', tool)
  await telemetry.flush()
  expect(telemetry.status()).toMatchObject({ waiting: 0, refused: 1, sent: 1 })
})

test('E4 E7 a receiver that hangs holds up a shutdown no longer than it may', async () => {
  const { url } = await answering(0)
  const telemetry = make(httpSink({ url }))
  telemetry.send('tool_created', tool)
  const start = performance.now()
  await telemetry.shutdown(200)
  expect(performance.now() - start).toBeLessThan(5_000)
  expect(telemetry.status()).toMatchObject({ waiting: 0, sent: 0, dropped: 1 })
  telemetry.send('tool_created', tool)
  expect(telemetry.status().waiting).toBe(0)
})

test('E4 a request is given up after its time, and tried again', async () => {
  const { url } = await answering(0)
  const telemetry = make(httpSink({ url }), { timeout: 50 })
  telemetry.send('tool_created', tool)
  await telemetry.flush()
  expect(telemetry.status()).toMatchObject({ waiting: 1, lastError: { reason: 'TimeoutError' } })
  await telemetry.shutdown(0)
})

test('E4 an id that can’t be found out holds nothing up for ever', async () => {
  const telemetry = make(memorySink(), { timeout: 50, instanceId: () => new Promise<never>(() => {}) })
  telemetry.send('tool_created', tool)
  await telemetry.flush()
  expect(telemetry.status()).toMatchObject({ waiting: 1, lastError: { reason: 'TimeoutError' } })
  await telemetry.shutdown(50)
})

test('E6 E7 a sink that throws loses nothing and ends nothing', async () => {
  const sink = memorySink()
  let calls = 0
  const telemetry = make({
    ...sink,
    send: (...args) => {
      if (!calls++) throw new Error('broken')
      return sink.send(...args)
    },
  })
  telemetry.send('tool_created', tool)
  await telemetry.flush()
  expect(telemetry.status().waiting).toBe(1)
  await telemetry.flush()
  expect(sink.peek()).toHaveLength(1)
})

test('A11 off: no id is asked for, nothing is sent, nothing waits', async () => {
  const sink = memorySink()
  let asked = 0
  const telemetry = make(sink, { decide: () => off, instanceId: async () => String(++asked) })
  telemetry.send('tool_created', tool)
  await telemetry.flush()
  expect(await telemetry.preview('tool_created', tool)).toBeUndefined()
  await telemetry.shutdown()
  expect({ asked, sent: sink.peek(), waiting: telemetry.status().waiting }).toEqual({
    asked: 0,
    sent: [],
    waiting: 0,
  })
})

test('A12 switched off at run time, what waits is thrown away at the next flush', async () => {
  const sink = memorySink()
  let state = on
  const telemetry = make(sink, { decide: () => state })
  telemetry.send('tool_created', tool)
  state = off
  await telemetry.flush()
  state = on
  await telemetry.flush()
  expect(sink.peek()).toEqual([])
  telemetry.recheck()
  telemetry.send('tool_created', tool)
  await telemetry.flush()
  expect(sink.peek()).toHaveLength(1)
})

test('A12 switched off while a request is under way, it is broken off and not tried again', async () => {
  const { url, bodies } = await answering(0)
  let state = on
  const telemetry = make(httpSink({ url }), { decide: () => state })
  telemetry.send('tool_created', tool)
  const flushed = telemetry.flush()
  await expect.poll(() => bodies.length).toBe(1)
  state = off
  telemetry.recheck()
  await flushed
  expect(telemetry.status().waiting).toBe(0)
  expect(telemetry.status().nextTry).toBeUndefined()
})

test('E2 E11 with the receiver down the queue stays within its bounds, and counts', async () => {
  const telemetry = make(httpSink({ url: 'http://127.0.0.1:9/' }), { maxEvents: 50 })
  for (let count = 0; count < 500; count++) telemetry.send('tool_created', tool)
  expect(telemetry.status()).toMatchObject({ waiting: 50, dropped: 450 })
  await telemetry.shutdown(0)
})

test('D15 an event that is larger than a request is cut and says so; the request keeps to its limit', async () => {
  const { url, bodies } = await answering(200)
  const batchBytes = 4_000
  const telemetry = make(httpSink({ url }), { batchBytes })
  const nodes = Array.from({ length: 900 }, (_, index) => `node_${index}`)
  const flowGraph = { nodes, edges: [{ source: 'node_0', target: 'node_1' }] }
  const shown = await telemetry.preview('chatflow_created', { chatflowId: 'c1', flowGraph })
  telemetry.send('chatflow_created', { chatflowId: 'c1', flowGraph })
  telemetry.send('tool_created', tool)
  await telemetry.flush()
  expect(telemetry.status()).toMatchObject({ sent: 2, dropped: 0, truncated: 1 })
  const [first = '', second = ''] = bodies
  const { batch } = JSON.parse(first) as {
    batch: { properties: { flowGraph: typeof flowGraph; truncated: object } }[]
  }
  expect(Buffer.byteLength(JSON.stringify(batch[0]))).toBeLessThanOrEqual(batchBytes)
  const { properties } = batch[0] ?? {}
  expect(properties).toMatchObject({
    version: '3.1.0',
    product: 'Flowise',
    truncated: { 'flowGraph.nodes': 900 },
  })
  expect(properties?.flowGraph.nodes).toEqual(nodes.slice(0, properties?.flowGraph.nodes.length))
  expect(properties?.flowGraph.edges).toEqual(flowGraph.edges)
  // What was shown is what leaves, but for its own id and time.
  expect(shown?.body).toContain(JSON.stringify(properties))
  expect(second).not.toContain('truncated')
})

test('D15 what the catalogue cuts says so in the event, with its length', async () => {
  const sink = memorySink()
  const telemetry = make(sink)
  telemetry.send('tool_created', { ...tool, toolName: 'x y '.repeat(5_000) })
  await telemetry.flush()
  const [event] = sink.drain()
  expect(event?.properties['toolName']).toHaveLength(8_192)
  expect(event?.properties['truncated']).toEqual({ toolName: 20_000 })
  expect(telemetry.status()).toMatchObject({ sent: 1, truncated: 1 })
})

test('D15 an event that no cut makes small enough is counted as dropped', async () => {
  const sink = memorySink()
  const telemetry = make(sink, { batchBytes: 200 })
  telemetry.send('tool_created', tool)
  await telemetry.flush()
  expect(telemetry.status()).toMatchObject({ sent: 0, waiting: 0, dropped: 1 })
})

test('E11 whatever is handed in, or fails, send() does not throw', async () => {
  const sink = memorySink()
  const telemetry = make(sink, {
    onProblem: () => {
      throw new Error('listener')
    },
  })
  const hostile = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('no')
      },
    },
  )
  for (const value of [undefined, null, 5, hostile, { toolId: 1n }])
    expect(() => telemetry.send('tool_created', value as never)).not.toThrow()
  expect(() => telemetry.send('unheard_of' as never, {} as never)).not.toThrow()
  expect(() =>
    make(sink, {
      decide: () => {
        throw new Error('no')
      },
    }).send('tool_created', tool),
  ).not.toThrow()
  await telemetry.shutdown()
})

test('C7 what is not declared does not leave; D8 secrets in texts are masked', async () => {
  const sink = memorySink()
  const telemetry = make(sink)
  telemetry.send('tool_created', { ...tool, toolName: 'mail jane@example.com', prompt: 'hi' } as never)
  await telemetry.flush()
  const [event] = sink.drain()
  expect(event?.properties['toolName']).toBe('mail ***')
  expect(event?.properties).not.toHaveProperty('prompt')
})

test('C11 C17 C18 time() gives seconds past 24 hours, success and a code, of streams at their end', async () => {
  const time = fakeTime()
  const sink = memorySink()
  const telemetry = createTelemetry({
    product,
    catalogue: langflow,
    sink,
    decide: () => on,
    instanceId,
    clock: time.clock,
    schedule: time.schedule,
  })
  const component = <T>(fn: () => T) =>
    telemetry.time('Component', fn, ({ seconds, success, errorCode }) => ({
      Name: 'ChatInput',
      Seconds: seconds,
      Success: success,
      ErrorCode: errorCode,
    }))
  const stream = component(async function* () {
    yield 1
    time.pass(90_000_500)
    yield 2
  })
  const items: number[] = []
  for await (const item of stream) items.push(item)
  expect(items).toEqual([1, 2])
  const error = Object.assign(new Error('secret text'), { code: 'ECONNREFUSED' })
  await expect(component(() => Promise.reject(error))).rejects.toBe(error)
  expect(() =>
    component(() => {
      throw new TypeError('secret text')
    }),
  ).toThrow(TypeError)
  expect(component(() => 5)).toBe(5)
  for await (const item of component(async function* () {
    yield 1
    yield 2
  }))
    if (item) break
  await telemetry.flush()
  const sent = sink.drain().map(({ properties }) => properties)
  expect(sent.map(({ Seconds, Success, ErrorCode }) => [Seconds, Success, ErrorCode])).toEqual([
    [90_000.5, true, undefined],
    [0, false, 'ECONNREFUSED'],
    [0, false, 'TypeError'],
    [0, true, undefined],
    [0, true, undefined],
  ])
  expect(JSON.stringify(sent)).not.toContain('secret text')
})
