// @vitest-environment node
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PostHog } from 'posthog-node'
import { afterEach, expect, test, vi } from 'vitest'
import { flowise, langflow } from '../catalogue/index.js'
import { flowiseTelemetry } from './products/flowise-telemetry.js'
import { httpSink } from './sinks/http-sink.js'
import { memorySink } from './sinks/memory-sink.js'
import { posthogNodeSink } from './sinks/posthog-node-sink.js'
import type { ServerSink } from './sinks/sink.js'
import { createTelemetry } from './telemetry.js'
import type { TelemetryOptions } from './telemetry.js'

/** What is on the wire, whatever sends it, and what is nowhere else. */
type Flowise = (typeof flowise)['declaration']
const on = { enabled: true, by: 'default', reason: 'on', locked: false } as const
const common = {
  product: { name: 'Flowise', version: '3.1.0' },
  decide: () => on,
  instanceId: async () => 'install-1',
}
const make = (sink: ServerSink, more: Partial<TelemetryOptions<Flowise>> = {}) =>
  createTelemetry({ ...common, catalogue: flowise, sink, ...more })
const tool = { toolId: 't1', toolName: 'Search' }

const ends: (() => unknown)[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  for (const end of ends.splice(0)) await end()
})

/** A server that answers with a status, or hangs without one. */
async function receiver(status?: number, headers = {}) {
  const requests: { method?: string; url?: string; type?: string; body: string }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += String(part)
    const { method = '', url = '' } = request
    requests.push({ method, url, type: request.headers['content-type'] ?? '', body })
    if (status) response.writeHead(status, headers).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { host: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}
const sinks: [string, (host: string) => ServerSink][] = [
  ['httpSink', (host) => httpSink({ url: `${host}/batch/`, key: 'phc_a' })],
  [
    'posthogNodeSink',
    (host) => posthogNodeSink(async () => ({ PostHog }), { key: 'phc_a', host, disableCompression: true }),
  ],
]

test('E8 E9 E12 the bytes on the wire, with time, ids and requests that are handed in', async () => {
  const bodies: unknown[] = []
  let time = Date.parse('2026-01-02T03:04:05.678Z')
  const telemetry = make(httpSink({ url: 'https://receiver.example/batch/', key: 'phc_a' }), {
    clock: { now: () => time, elapsed: () => time },
    schedule: () => () => {},
    newId: () => '019b7d2c-0000-7000-8000-000000000000',
    fetch: async (_url, init) => {
      bodies.push(init?.body)
      return new Response()
    },
  })
  telemetry.send('tool_created', tool)
  // Its time is that of the moment at which it happened, not that of sending.
  time += 3_600_000
  await telemetry.flush()
  const { platform, arch, versions } = process
  expect(bodies).toEqual([
    '{"api_key":"phc_a","batch":[{"distinct_id":"install-1","event":"tool_created",' +
      '"uuid":"019b7d2c-0000-7000-8000-000000000000","timestamp":"2026-01-02T03:04:05.678Z","properties":{' +
      `"$process_person_profile":false,"product":"Flowise","product_version":"3.1.0","os":"${platform}",` +
      `"arch":"${arch}","runtime":"node ${versions.node}","client_type":"server",` +
      '"version":"3.1.0","toolId":"t1","toolName":"Search"}}]}',
  ])
})

test.each(sinks)('E9 %s: POST, JSON in the body, nothing of an event in the address', async (_, sinkOf) => {
  const { host, requests } = await receiver(200)
  const telemetry = make(sinkOf(host))
  telemetry.send('tool_created', { toolId: 'needle-1', toolName: 'needle' })
  await telemetry.flush()
  expect(requests).toHaveLength(1)
  expect(requests[0]).toMatchObject({ method: 'POST', type: expect.stringContaining('application/json') })
  expect(requests[0]?.url).not.toMatch(/needle|phc_a/)
  expect(requests[0]?.body).toContain('needle-1')
})

test.each(sinks)('E9 %s: a redirect leads nowhere else', async (_, sinkOf) => {
  const other = await receiver(200)
  const { host, requests } = await receiver(307, { location: `${other.host}/batch/` })
  const telemetry = make(sinkOf(host))
  telemetry.send('tool_created', tool)
  await telemetry.flush()
  expect(requests).toHaveLength(1)
  expect(other.requests).toEqual([])
  expect(telemetry.status()).toMatchObject({ sent: 0, refused: 1 })
})

test.each(sinks)('E6 %s: a receiver that is away is no word on the console', async (_, sinkOf) => {
  const said = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => {}),
  )
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const away = await receiver(503)
  for (const host of ['http://127.0.0.1:9', away.host]) {
    const telemetry = make(sinkOf(host))
    telemetry.send('tool_created', tool)
    await telemetry.flush()
    expect(telemetry.status().lastError).toBeDefined()
    await telemetry.shutdown(0)
  }
  expect(said.flatMap((one) => one.mock.calls)).toEqual([])
  expect(stderr.mock.calls).toEqual([])
})

test('E11 Flowise’s sendTelemetry waits for no receiver, and for no id', async () => {
  const { host } = await receiver()
  const telemetry = make(httpSink({ url: host }), {
    batchEvents: 1,
    instanceId: () => new Promise<never>(() => {}),
  })
  const { sendTelemetry } = flowiseTelemetry(telemetry)
  await sendTelemetry('tool_created', tool)
  expect(telemetry.status()).toMatchObject({ waiting: 1, sent: 0 })
  await telemetry.shutdown(0)
})

test('E11 time(): properties that can’t be made cost nobody their result', async () => {
  const sink = memorySink()
  const telemetry = createTelemetry({ ...common, catalogue: langflow, sink })
  const broken = () => {
    throw new Error('get_telemetry_input_values is not there')
  }
  expect(telemetry.time('Component', () => 5, broken)).toBe(5)
  await expect(telemetry.time('Component', async () => 6, broken)).resolves.toBe(6)
  const failed = new Error('the component’s own')
  await expect(telemetry.time('Component', () => Promise.reject(failed), broken)).rejects.toBe(failed)
  await telemetry.flush()
  expect(sink.peek()).toEqual([])
})

test('D12 D13 one id for all events of an install; who did it, and where, does not leave', async () => {
  const sink = memorySink()
  const { sendTelemetry, flush } = flowiseTelemetry(make(sink))
  await sendTelemetry('tool_created', { ...tool, userId: 'user-1', createdBy: 'jane@example.com' }, 'org-1')
  await sendTelemetry('assistant_created', { assistantId: 'a1' }, 'org-2')
  await sendTelemetry('user_created', { userId: 'user-1', email: 'jane@example.com' }, 'org-1')
  await flush()
  const events = sink.drain()
  expect(events.map(({ event, distinct_id }) => [event, distinct_id])).toEqual([
    ['tool_created', 'install-1'],
    ['assistant_created', 'install-1'],
  ])
  expect(events.every(({ properties }) => properties['$process_person_profile'] === false)).toBe(true)
  expect(JSON.stringify(events)).not.toMatch(/user-1|jane|org-/)
})

test('F16 memorySink: it holds the newest; peek() leaves them, drain() takes them', async () => {
  const sink = memorySink(3)
  const telemetry = make(sink, { batchEvents: 2 })
  for (const toolId of ['1', '2', '3', '4', '5']) telemetry.send('tool_created', { ...tool, toolId })
  await telemetry.flush()
  const ids = (events: readonly { properties: Readonly<Record<string, unknown>> }[]) =>
    events.map(({ properties }) => properties['toolId'])
  expect(ids(sink.peek())).toEqual(['3', '4', '5'])
  expect(ids(sink.peek())).toEqual(['3', '4', '5'])
  expect(ids(sink.drain())).toEqual(['3', '4', '5'])
  expect(sink.peek()).toEqual([])
})

test('C20 what happens on the server is one event there: no person, no session, no page', async () => {
  const sink = memorySink()
  const telemetry = make(sink)
  telemetry.send('tool_created', tool)
  await telemetry.flush()
  const [event] = sink.drain()
  expect(
    Object.keys(event?.properties ?? {}).filter((name) => /^\$(?!process_person_profile)/.test(name)),
  ).toEqual([])
})
