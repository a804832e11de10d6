// @vitest-environment node
import { once } from 'node:events'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCollector } from './index.js'
import type { Collector } from './index.js'

let collector: Collector
beforeEach(async () => {
  collector = await createCollector({ port: 0 })
})
afterEach(() => collector.close())

const uuid = '01890a5d-ac96-774b-bcce-b302099a8057'
const event = { event: '$pageview', distinct_id: 'd1', token: 'phc_a', properties: { $pathname: '/a' } }
const json = JSON.stringify(event)
const base64 = Buffer.from(json).toString('base64')

function post(
  path: string,
  body: NonNullable<RequestInit['body']>,
  headers: HeadersInit = {},
): Promise<Response> {
  return fetch(collector.url + path, { method: 'POST', body, headers })
}

async function refusal(response: Response): Promise<{ code: string; message: string; field?: string }> {
  const body: { status: number; error: { code: string; message: string; field?: string } } =
    await response.json()
  expect(body.status).toBe(0)
  expect(body.error.message).toMatch(/\S.*[.]$/)
  return body.error
}

/** Without fetch: a body can be cut short, or sent without a content type. */
async function raw(head: string, body: Buffer, { hangUp = false } = {}): Promise<string> {
  const { hostname, port } = new URL(collector.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(`${head}\r\nhost: ${hostname}\r\nconnection: close\r\n\r\n`)
  socket.write(body)
  if (hangUp) {
    socket.destroy()
    return ''
  }
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  return answer
}

describe('routes', () => {
  const paths = ['/e', '/i/v0/e', '/batch', '/capture', '/track', '/engage', '/s']

  it.each(paths.flatMap((path) => [path, `${path}/`]))(
    'POST and GET %s answer exactly 200 {"status":1}',
    async (path) => {
      const posted = await post(path, json)
      expect([posted.status, await posted.text()]).toEqual([200, '{"status":1}'])
      const got = await fetch(`${collector.url}${path}?data=${encodeURIComponent(base64)}`)
      expect([got.status, await got.text()]).toEqual([200, '{"status":1}'])
      expect(
        collector.events().map(({ request }) => [request.method, request.path, request.encoding]),
      ).toEqual([
        ['POST', path, 'none'],
        ['GET', path, 'base64'],
      ])
    },
  )

  it('answers an unknown route with 404 JSON', async () => {
    const response = await post('/nowhere', json)
    expect(response.status).toBe(404)
    expect((await refusal(response)).code).toBe('not_found')
  })

  it('answers a URL that cannot be decoded with 400 JSON that a page may read', async () => {
    const response = await fetch(`${collector.url}/%ff`, { headers: { origin: 'https://app.example' } })
    expect(response.status).toBe(400)
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect((await refusal(response)).code).toBe('invalid_url')
  })

  it('does not take a HEAD request for a delivery', async () => {
    const response = await fetch(`${collector.url}/e?data=${encodeURIComponent(base64)}`, { method: 'HEAD' })
    expect(response.status).toBe(404)
    expect(collector.events()).toEqual([])
  })
})

describe('bodies', () => {
  it.each([
    'text/plain',
    'application/json',
    'application/octet-stream',
    'nonsense;;;=',
    'application/x-www-form-urlencoded',
  ])('reads plain JSON under content type %s', async (type) => {
    expect((await post('/e/', json, { 'content-type': type })).status).toBe(200)
    expect(collector.events()[0]?.request.contentType).toBe(type)
  })

  it('reads plain JSON without any content type', async () => {
    const answer = await raw(`POST /e/ HTTP/1.1\r\ncontent-length: ${json.length}`, Buffer.from(json))
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
    expect(collector.events()[0]?.request).toMatchObject({ contentType: null, bytes: json.length })
  })

  it('reads one event, an array and an envelope', async () => {
    await post('/e/', json)
    await post('/e/', JSON.stringify([event, event]))
    await post(
      '/batch/',
      JSON.stringify({ api_key: 'phc_b', sent_at: '2026-01-02T03:04:05.678Z', batch: [event] }),
    )
    expect(collector.events().map(({ token, sentAt }) => [token, sentAt])).toEqual([
      ['phc_a', null],
      ['phc_a', null],
      ['phc_a', null],
      ['phc_b', '2026-01-02T03:04:05.678Z'],
    ])
  })

  it('reads gzip by its bytes as text/plain, and by its header', async () => {
    const packed = gzipSync(json)
    expect((await post('/e/', packed, { 'content-type': 'text/plain' })).status).toBe(200)
    expect((await post('/e/', packed, { 'content-encoding': 'gzip' })).status).toBe(200)
    expect((await post('/e/?compression=gzip-js&ver=1.2&ip=0&_=1767323045678', packed)).status).toBe(200)
    expect(
      collector.events().map(({ request, sentAt }) => [request.encoding, request.bytes, sentAt]),
    ).toEqual([
      ['gzip', packed.length, null],
      ['gzip', packed.length, null],
      ['gzip', packed.length, '2026-01-02T03:04:05.678Z'],
    ])
  })

  it('reads forms with base64 or JSON in data=, with and without compression=base64', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    for (const path of ['/e/', '/e/?compression=base64&beacon=1']) {
      expect((await post(path, `data=${encodeURIComponent(base64)}`, form)).status).toBe(200)
      expect((await post(path, `data=${encodeURIComponent(json)}`, form)).status).toBe(200)
    }
    expect(collector.events().map(({ request }) => request.encoding)).toEqual([
      'base64',
      'none',
      'base64',
      'none',
    ])
  })

  it('keeps how the request travelled, and neither address nor user agent', async () => {
    await post('/i/v0/e/?retry_count=2', json, {
      origin: 'https://app.example',
      'sec-fetch-mode': 'no-cors',
      'user-agent': 'agent-of-the-test',
      'x-forwarded-for': '203.0.113.7',
    })
    const [stored] = collector.events()
    expect(stored?.request).toMatchObject({ path: '/i/v0/e/', retryCount: 2, origin: 'https://app.example' })
    const text = JSON.stringify(stored)
    for (const secret of ['agent-of-the-test', '203.0.113.7', '127.0.0.1']) expect(text).not.toContain(secret)
  })

  it('flags a uuid that comes again', async () => {
    for (let attempt = 0; attempt < 2; attempt++) await post('/e/', JSON.stringify({ ...event, uuid }))
    expect(collector.events().map(({ duplicate }) => duplicate)).toEqual([false, true])
  })

  it('reads offset in place of timestamp, counted back from sent_at', async () => {
    const batch = [{ ...event, offset: 1500 }, { ...event, timestamp: '2026-01-02T04:04:05+01:00' }, event]
    await post('/batch', JSON.stringify({ api_key: 'phc_a', sent_at: '2026-01-02T03:04:05.000Z', batch }))
    const events = collector.events()
    expect(events.slice(0, 2).map(({ timestamp }) => timestamp)).toEqual([
      '2026-01-02T03:04:03.500Z',
      '2026-01-02T03:04:05.000Z',
    ])
    expect(events[2]?.timestamp).toBe(events[2]?.receivedAt)
  })
})

describe('refusals', () => {
  it('names the field that is wrong, and stores nothing of the request', async () => {
    const batch = [event, event, event, { ...event, uuid: 'x' }]
    const response = await post('/batch/', JSON.stringify({ api_key: 'phc_a', batch }))
    expect(response.status).toBe(400)
    const { message, field } = await refusal(response)
    expect(field).toBe('batch[3].uuid')
    expect(message).toMatch(/^batch\[3\]\.uuid is "x": must be a UUID /)
    expect(collector.events()).toEqual([])
  })

  it('carries CORS headers', async () => {
    const response = await post('/e/', '{', { origin: 'https://app.example' })
    expect(response.status).toBe(400)
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example')
  })

  it('answers 413 JSON to a body over the limit of its route', async () => {
    const large = JSON.stringify({ ...event, properties: { text: 'x'.repeat(2 * 1024 * 1024) } })
    const response = await post('/e/', large, { origin: 'https://app.example' })
    expect(response.status).toBe(413)
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect((await refusal(response)).code).toBe('body_too_large')
    expect((await post('/batch/', large)).status).toBe(200)
  })

  it('answers 413 to a gzip bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20))
    expect(bomb.length).toBeLessThan(100_000)
    expect((await post('/e/', bomb)).status).toBe(413)
    expect((await post('/batch/', bomb)).status).toBe(413)
  })
})

describe('garbage', () => {
  const packed = gzipSync(json)
  const bodies: [name: string, body: string | Uint8Array<ArrayBuffer>, status: number][] = [
    ['nothing', '', 400],
    [
      'random bytes',
      Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919 + 131) % 256)),
      400,
    ],
    ['null', 'null', 400],
    ['a number', '42', 400],
    ['a string', '"text"', 400],
    ['an empty array', '[]', 400],
    ['an array of nulls', '[null,null]', 400],
    ['nested arrays of events', `[[${json}]]`, 400],
    ['a batch of nulls', '{"api_key":"phc_a","batch":[null]}', 400],
    ['a batch that is no array', '{"api_key":"phc_a","batch":{"length":1}}', 400],
    ['deep arrays', '['.repeat(900_000) + ']'.repeat(900_000), 400],
    ['deep arrays never closed', '['.repeat(1_900_000), 400],
    [
      'deep objects',
      `{"event":"x","distinct_id":"d","token":"t","properties":${'{"a":'.repeat(5000)}1${'}'.repeat(5001)}`,
      400,
    ],
    ['truncated gzip', new Uint8Array(packed.subarray(0, packed.length - 12)), 400],
    ['a bare gzip signature', Buffer.from([0x1f, 0x8b]), 400],
    ['broken UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 400],
    ['numbers for text', '{"event":1,"distinct_id":2,"token":"phc_a"}', 400],
    ['prototype keys', '{"__proto__":{"token":"phc_a"},"constructor":1,"event":"x","distinct_id":"d"}', 401],
  ]

  it.each(bodies)('%s is refused and leaves the collector running', async (_name, body, status) => {
    const response = await post('/e/', body)
    expect(response.status).toBe(status)
    await refusal(response)
    expect((await post('/e/', json)).status).toBe(200)
  })

  it('keeps prototype keys as plain data', async () => {
    const body = `{"event":"x","distinct_id":"d","token":"phc_a","properties":{"__proto__":{"polluted":true},"constructor":{}}}`
    expect((await post('/e/', body)).status).toBe(200)
    expect(Object.hasOwn(collector.events()[0]?.properties ?? {}, '__proto__')).toBe(true)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
    const read = await fetch(`${collector.url}/events`)
    expect(await read.text()).toContain('"__proto__":{"polluted":true}')
  })

  it('survives uploads that are broken off', async () => {
    for (let round = 0; round < 20; round++) {
      await raw('POST /e/ HTTP/1.1\r\ncontent-length: 1000', Buffer.from(json), { hangUp: true })
    }
    expect((await post('/e/', json)).status).toBe(200)
    expect(collector.events()).toHaveLength(1)
  })

  it('closes while an upload hangs', async () => {
    const { hostname, port } = new URL(collector.url)
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    socket.write('POST /e/ HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 1000\r\n\r\n')
    // "100 Continue": the request is under way.
    await once(socket, 'data')
    const ended = once(socket.resume(), 'close')
    await collector.close()
    await ended
  })
})
