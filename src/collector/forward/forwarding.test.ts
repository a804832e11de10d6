// @vitest-environment node
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCollector } from '../index.js'
import type { Collector, CollectorOptions } from '../index.js'

const ends: (() => unknown)[] = []
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forward-'))
})
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
  await rm(folder, { recursive: true, force: true })
})

async function start(options: CollectorOptions = {}): Promise<Collector> {
  const collector = await createCollector({ port: 0, ...options })
  ends.push(() => collector.close())
  return collector
}
const proxyTo = (forward: string, more: CollectorOptions = {}) => start({ data: folder, forward, ...more })

/** Something in PostHog's place that answers as the test wants. */
async function upstream(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

let made = 0
const uuidOf = (number: number) => `01890a5d-ac96-774b-bcce-${String(number).padStart(12, '0')}`
/** Sends one event each; their uuids, in their order. */
async function send(collector: Collector, count: number, token = 'phc_a'): Promise<string[]> {
  const uuids: string[] = []
  for (let index = 0; index < count; index++) {
    const uuid = uuidOf((made += 1))
    const event = {
      event: 'step',
      uuid,
      distinct_id: 'me',
      timestamp: '2026-01-02T03:04:05.678Z',
      properties: { made },
    }
    const response = await fetch(`${collector.url}/batch/`, {
      method: 'POST',
      body: JSON.stringify({ api_key: token, batch: [event], sent_at: new Date().toISOString() }),
    })
    if (response.status === 200) uuids.push(uuid)
  }
  return uuids
}
const uuids = (collector: Collector, token = 'phc_a') => collector.events({ token }).map(({ uuid }) => uuid)

test('what was answered is passed on, in its order, with its own ids and times', async () => {
  const posthog = await start()
  const proxy = await proxyTo(posthog.url)
  const sent = await send(proxy, 20)
  await expect.poll(() => uuids(posthog)).toEqual(sent)
  const [event] = posthog.events()
  expect(event).toMatchObject({ token: 'phc_a', event: 'step', distinctId: 'me', duplicate: false })
  expect(event?.properties).toEqual({ $geoip_disable: true, made: expect.any(Number) })
  // As it would have been without a proxy in between.
  expect(event?.timestamp).toBe(proxy.events()[0]?.timestamp)
  expect(Date.now() - Date.parse(event?.sentAt ?? '')).toBeLessThan(60_000)
  await expect.poll(async () => (await proxy.forwarding())?.waitingBytes).toBe(0)
  const status = { to: posthog.url, state: 'ok', sent: 20, refused: 0 }
  expect(await proxy.forwarding()).toMatchObject(status)
  expect(await (await fetch(`${proxy.url}/api/forwarding`)).json()).toMatchObject(status)
})

test('projects are kept apart, and the order holds within each', async () => {
  const posthog = await start()
  const proxy = await proxyTo(posthog.url)
  const [a, b] = [await send(proxy, 3, 'phc_a'), await send(proxy, 3, 'phc_b')]
  a.push(...(await send(proxy, 3, 'phc_a')))
  await expect.poll(() => posthog.events().length).toBe(9)
  expect(uuids(posthog, 'phc_a')).toEqual(a)
  expect(uuids(posthog, 'phc_b')).toEqual(b)
})

test('an outage and a restart in the middle of it: nothing is lost, nothing doubled', async () => {
  let posthog = await createCollector({ port: 0 })
  const port = Number(new URL(posthog.url).port)
  let proxy = await createCollector({ port: 0, data: folder, forward: posthog.url })
  const sent = await send(proxy, 5)
  await expect.poll(() => uuids(posthog)).toEqual(sent)
  await posthog.close()
  sent.push(...(await send(proxy, 5)))
  await expect.poll(async () => (await proxy.forwarding())?.lastError?.reason).toBe('ECONNREFUSED')
  expect(await proxy.forwarding()).toMatchObject({ state: 'waiting', nextTry: expect.any(String) })
  await proxy.close()
  proxy = await proxyTo(posthog.url)
  sent.push(...(await send(proxy, 5)))
  posthog = await start({ port })
  await expect.poll(() => uuids(posthog), { timeout: 20_000 }).toEqual(sent.slice(5))
  expect(posthog.events().some(({ duplicate }) => duplicate)).toBe(false)
}, 40_000)

test('busy receivers are asked again, after as long as they want', async () => {
  const times: number[] = []
  const to = await upstream((request, response) => {
    times.push(Date.now())
    request.resume()
    response.writeHead(times.length === 1 ? 429 : 200, times.length === 1 ? { 'retry-after': '2' } : {}).end()
  })
  const proxy = await proxyTo(to)
  await send(proxy, 1)
  await expect.poll(() => times.length, { timeout: 10_000 }).toBe(2)
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1_990)
})

test('an event that is refused for good is put aside, and keeps none of the others', async () => {
  const taken: string[] = []
  const bad = uuidOf(made + 3)
  const { gunzipSync } = await import('node:zlib')
  const to = await upstream(async (request, response) => {
    const { batch } = JSON.parse(gunzipSync(await bodyOf(request)).toString()) as {
      batch: { uuid: string }[]
    }
    const isBad = batch.some(({ uuid }) => uuid === bad)
    if (!isBad) taken.push(...batch.map(({ uuid }) => uuid))
    response.writeHead(isBad ? 400 : 200).end()
  })
  const proxy = await proxyTo(to)
  const sent = await send(proxy, 6)
  const good = sent.filter((uuid) => uuid !== bad)
  expect(good).toHaveLength(5)
  await expect.poll(() => taken).toEqual(good)
  await expect.poll(async () => (await proxy.forwarding())?.refused).toBe(1)
  const kept = JSON.parse(await readFile(join(folder, 'refused.ndjson'), 'utf8')) as unknown
  expect(kept).toMatchObject({ reason: 'HTTP 400', uuid: bad, token: 'phc_a', event: 'step' })
})

test('when all room for what waits is taken new events are refused, and those that were answered stay', async () => {
  const gone = await createCollector({ port: 0 })
  await gone.close()
  const proxy = await proxyTo(gone.url, { spoolBytes: 2_000 })
  const answered: string[] = []
  await expect
    .poll(async () => {
      const [uuid] = await send(proxy, 1)
      if (uuid) answered.push(uuid)
      return uuid
    })
    .toBeUndefined()
  const response = await fetch(`${proxy.url}/e/`, {
    method: 'POST',
    body: JSON.stringify({ api_key: 'phc_a', event: 'x', distinct_id: 'me' }),
  })
  expect([response.status, (await response.json()).error.code]).toEqual([503, 'spool_full'])
  const posthog = await start({ port: Number(new URL(gone.url).port) })
  await expect.poll(() => uuids(posthog), { timeout: 20_000 }).toEqual(answered)
  // And there is room again.
  await expect.poll(() => send(proxy, 1)).toHaveLength(1)
}, 40_000)

test('flags, configuration and scripts are asked of PostHog, without saying who asks', async () => {
  const seen: { url: string; headers: IncomingMessage['headers']; body: string }[] = []
  const to = await upstream(async (request, response) => {
    seen.push({ url: request.url ?? '', headers: request.headers, body: (await bodyOf(request)).toString() })
    response
      .writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b' })
      .end('{"flags":{"beta":true}}')
  })
  const proxy = await proxyTo(to)
  const response = await fetch(`${proxy.url}/flags/?v=2`, {
    method: 'POST',
    headers: {
      'content-type': 'text/plain',
      cookie: 'id=secret',
      'x-forwarded-for': '192.0.2.7',
      origin: 'https://app.example',
    },
    body: '{"token":"phc_a"}',
  })
  expect(await response.json()).toEqual({ flags: { beta: true } })
  expect(response.headers.get('set-cookie')).toBeNull()
  expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example')
  expect(seen[0]).toMatchObject({ url: '/flags/?v=2', body: '{"token":"phc_a"}' })
  expect(seen[0]?.headers['content-type']).toBe('text/plain')
  expect(JSON.stringify(seen[0]?.headers)).not.toMatch(/secret|192\.0\.2\.7|127\.0\.0\.1:\d+"[^}]*forwarded/)
  for (const path of ['/array/phc_a/config.js', '/static/array.js']) {
    await fetch(proxy.url + path)
    expect(seen.at(-1)?.url).toBe(path)
  }
})

test('while PostHog is away pages are told that there are no flags', async () => {
  const gone = await createCollector({ port: 0 })
  await gone.close()
  const proxy = await proxyTo(gone.url)
  const ask = async (path: string) => fetch(proxy.url + path)
  expect(await (await ask('/flags/?v=2')).json()).toMatchObject({ flags: {} })
  expect((await ask('/array/phc_a/config')).status).toBe(200)
  expect((await ask('/static/array.js')).status).toBe(404)
})

test.each(['eu.i.posthog.com', 'ftp://a.example', 'https://a.example/?x=1', 'https://me:pw@a.example', ''])(
  '%j is no address to pass on to',
  async (forward) => {
    await expect(createCollector({ port: 0, data: folder, forward })).rejects.toThrow(
      /forward is .* Give PostHog’s address|forward is .*Give PostHog's address/,
    )
  },
)

test('without a folder there is nowhere to keep what waits', async () => {
  await expect(createCollector({ port: 0, forward: 'https://eu.i.posthog.com' })).rejects.toThrow(
    /forward needs data/,
  )
})

test('a collector that passes nothing on says so', async () => {
  const collector = await createCollector({ port: 0 })
  expect(await (await fetch(`${collector.url}/api/forwarding`)).json()).toEqual({ state: 'off' })
  await collector.close()
})

/** As it is written: fetch() would resolve it first. */
const rawStatus = (url: string, path: string) =>
  new Promise<number>((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname, () =>
      socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`),
    )
    let answer = ''
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text))
    socket.once('end', () => resolve(Number(answer.split(' ')[1])))
    socket.once('error', reject)
  })

test('no path leads the proxy elsewhere at PostHog, or to another host', async () => {
  const seen: (string | undefined)[] = []
  const proxy = await proxyTo(
    await upstream((request, response) => {
      seen.push(request.url)
      response.end('{}')
    }),
  )
  for (const path of [
    '/static/../api/projects',
    '/static/..',
    '/static/./x',
    '/static/%2e%2e/api/projects',
    '/static/.%2E/api',
    '/static/..%2fapi',
    '/static/%5c..%5capi',
    '/static\\..\\api',
    '/array/phc_a/../../api/projects',
    '//evil.example/static/x',
    'http://evil.example/static/x',
    '/static/x/../../../etc/passwd',
  ])
    expect(await rawStatus(proxy.url, path), path).toBeGreaterThanOrEqual(400)
  expect(seen).toEqual([])
  expect(await rawStatus(proxy.url, '/static/1.2.3/a.js?v=1')).toBe(200)
  expect(seen).toEqual(['/static/1.2.3/a.js?v=1'])
})

test('where reading takes a token, pages still get what PostHog has for them', async () => {
  const posthog = await upstream((_request, response) => response.end('{}'))
  const proxy = await proxyTo(posthog, { readToken: 'a-read-token-of-the-test', trustProxy: ['loopback'] })
  const headers = { 'x-forwarded-for': '192.0.2.7' }
  for (const path of ['/flags/?v=2', '/array/phc_a/config', '/array/phc_a/config.js', '/static/array.js'])
    expect((await fetch(proxy.url + path, { headers })).status, path).toBe(200)
  for (const path of ['/api/forwarding', '/metrics', '/events'])
    expect((await fetch(proxy.url + path, { headers })).status, path).toBe(401)
})

test('who asks, and from where, is not passed on', async () => {
  let seen: IncomingMessage['headers'] = {}
  const proxy = await proxyTo(
    await upstream((request, response) => {
      seen = request.headers
      response.end('{}')
    }),
  )
  const personal = [
    'cookie',
    'authorization',
    'user-agent',
    'x-forwarded-for',
    'cf-connecting-ip',
    'true-client-ip',
    'referer',
    'accept-language',
  ]
  await fetch(`${proxy.url}/static/a.js`, {
    headers: { ...Object.fromEntries(personal.map((name) => [name, 'me'])), 'if-none-match': '"1"' },
  })
  expect(Object.keys(seen).filter((name) => personal.includes(name))).toEqual([])
  expect(seen['if-none-match']).toBe('"1"')
})

test('the numbers of passing on are among the metrics', async () => {
  const posthog = await start()
  const port = Number(new URL(posthog.url).port)
  const proxy = await proxyTo(posthog.url)
  const metric = async (name: string) => {
    const text = await (await fetch(`${proxy.url}/metrics`)).text()
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
  }
  await send(proxy, 3)
  await expect.poll(() => metric('waypost_forward_events_total')).toBe(3)
  await expect.poll(() => metric('waypost_forward_waiting_bytes')).toBe(0)
  expect(await metric('waypost_forward_spool_bytes')).toBe(1024 ** 3)
  expect(await metric('waypost_forward_up')).toBe(1)
  expect(await metric('waypost_forward_refused_total')).toBe(0)

  await posthog.close()
  await send(proxy, 1)
  await expect.poll(() => metric('waypost_forward_up')).toBe(0)
  expect(await metric('waypost_forward_waiting_bytes')).toBeGreaterThan(0)
  await start({ port })
  await expect.poll(() => metric('waypost_forward_events_total'), { timeout: 10_000 }).toBe(4)
}, 20_000)
