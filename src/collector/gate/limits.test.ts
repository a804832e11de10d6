// @vitest-environment node
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { createCollector } from '../index.js'
import type { Collector } from '../index.js'

const open: Collector[] = []
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await Promise.all(open.splice(0).map((one) => one.close()))
})

async function start(options: Parameters<typeof createCollector>[0] = {}) {
  const collector = await createCollector({ port: 0, ...options })
  open.push(collector)
  return collector
}

/** A connection, and what arrives on it until it is closed. */
async function dial({ url }: Collector) {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  sockets.push(socket)
  let text = ''
  socket.setEncoding('latin1').on('data', (chunk) => (text += String(chunk)))
  socket.on('error', () => undefined)
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(text)))
  await once(socket, 'connect')
  return { socket, closed }
}

const event = { event: 'e', distinct_id: 'd' }
const post = (collector: Collector, body: NonNullable<RequestInit['body']>, path = '/e/', headers = {}) =>
  fetch(collector.url + path, { method: 'POST', body, headers })
const one = JSON.stringify({ api_key: 'phc_a', ...event })
const codeOf = async (answer: Response) => [answer.status, (await answer.json()).error.code]

describe('slow clients', () => {
  it('half-open connections are closed, and others are served meanwhile', async () => {
    const collector = await start({ headersTimeout: 400, requestTimeout: 800 })
    const slow = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        const { socket, closed } = await dial(collector)
        // Nothing at all; half of the headers, one more at a time; half of the body.
        if (index % 3 === 1) {
          socket.write('POST /e/ HTTP/1.1\r\nhost: x\r\n')
          const drip = setInterval(() => socket.write('x-a: b\r\n'), 100)
          void closed.then(() => clearInterval(drip))
        }
        if (index % 3 === 2) {
          socket.write(
            `POST /e/ HTTP/1.1\r\nhost: x\r\ncontent-length: ${one.length}\r\n\r\n${one.slice(0, 9)}`,
          )
        }
        return { closed }
      }),
    )
    let all = false
    const answers = Promise.all(slow.map(({ closed }) => closed)).then((texts) => {
      all = true
      return texts
    })
    let served = 0
    while (!all) {
      expect((await post(collector, one)).status).toBe(200)
      served++
    }
    for (const text of await answers) expect(text).toMatch(/^(?:$|HTTP\/1\.1 408 Request Timeout\r\n)/)
    expect(served).toBeGreaterThan(5)
    expect(collector.events()).toHaveLength(served)
  })
})

describe('what is too much', () => {
  it('connections: further ones are closed', async () => {
    const collector = await start({ maxConnections: 3 })
    const held = await Promise.all([dial(collector), dial(collector), dial(collector)])
    for (const { socket } of held) {
      socket.write('GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n')
      await once(socket, 'data')
    }
    const { closed } = await dial(collector)
    expect(await closed).toBe('')
  })

  it('headers and URL: 431, by name', async () => {
    const collector = await start()
    for (const [path, header] of [
      [`/e/?data=${'a'.repeat(20_000)}`, ''],
      ['/e/', `x-long: ${'a'.repeat(20_000)}\r\n`],
    ]) {
      const { socket, closed } = await dial(collector)
      socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n${header}\r\n`)
      expect(await closed).toMatch(/^HTTP\/1\.1 431 .*"code":"headers_too_large"/s)
    }
  })

  it('what is no HTTP: 400, by name', async () => {
    const { socket, closed } = await dial(await start())
    socket.write('\x16\x03\x01 hello\r\n\r\n')
    expect(await closed).toMatch(/^HTTP\/1\.1 400 .*"code":"invalid_http"/s)
  })

  it('events in a request: 413, and none is kept', async () => {
    const collector = await start({ maxBatch: 3 })
    const batch = (count: number) =>
      JSON.stringify({ api_key: 'phc_a', batch: Array.from({ length: count }, () => event) })
    expect((await post(collector, batch(3))).status).toBe(200)
    expect(await codeOf(await post(collector, batch(4)))).toEqual([413, 'too_many_events'])
    expect(collector.events()).toHaveLength(3)
  })

  it('gzip bombs in base64, in forms and as reports: 413', async () => {
    const collector = await start()
    const bomb = gzipSync(Buffer.alloc(30 * 1024 * 1024, 0x20)).toString('base64')
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(await codeOf(await post(collector, bomb))).toEqual([413, 'body_too_large'])
    expect(await codeOf(await post(collector, `data=${encodeURIComponent(bomb)}`, '/e/', form))).toEqual([
      413,
      'body_too_large',
    ])
    for (const path of ['/ping', '/api/event']) {
      expect(await codeOf(await post(collector, bomb, path))).toEqual([413, 'body_too_large'])
    }
    expect((await post(collector, one)).status).toBe(200)
  })

  it('bodies of all requests together: 503 with Retry-After, until there is room again', async () => {
    const collector = await start({ maxInFlight: 1000 })
    const { socket, closed } = await dial(collector)
    socket.write(`POST /e/ HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 2000\r\n\r\n`)
    await once(socket, 'data')
    socket.write(' '.repeat(900))
    const large = `${one}${' '.repeat(200)}`
    // The 900 bytes are counted once they are read: ask until they are.
    let busy = await post(collector, large)
    while (busy.status === 200) busy = await post(collector, large)
    expect(busy.headers.get('retry-after')).toBe('1')
    expect(await codeOf(busy)).toEqual([503, 'busy'])
    expect((await post(collector, one)).status).toBe(200)
    socket.destroy()
    await closed
    let after = await post(collector, large)
    while (after.status === 503) after = await post(collector, large)
    expect(after.status).toBe(200)
  })
})

describe('rate limits', () => {
  it('answer 429 with Retry-After to one address, which a page may read', async () => {
    const collector = await start({ rateLimit: 3 })
    for (let count = 0; count < 3; count++) expect((await post(collector, one)).status).toBe(200)
    const answer = await post(collector, one, '/e/', { origin: 'https://app.example' })
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect(await codeOf(answer)).toEqual([429, 'rate_limited'])
    expect((await fetch(`${collector.url}/health`)).status).toBe(200)
    expect(collector.events()).toHaveLength(3)
  })

  it('are per address, as a trusted proxy tells it', async () => {
    const collector = await start({ rateLimit: 1, trustProxy: ['loopback'], readToken: '0123456789abcdef' })
    const from = async (address: string) =>
      (await post(collector, one, '/e/', { 'x-forwarded-for': address })).status
    expect(await from('192.0.2.1')).toBe(200)
    expect(await from('192.0.2.2')).toBe(200)
    expect(await from('192.0.2.1')).toBe(429)
    expect(await from('2001:db8::1')).toBe(200)
    // Of the same /64.
    expect(await from('2001:db8::2')).toBe(429)
  })

  it('are off on this machine unless asked for', async () => {
    const collector = await start()
    const answers = await Promise.all(Array.from({ length: 200 }, () => post(collector, one)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  })

  it('of logging in are stricter', async () => {
    const collector = await start({ rateLimit: 1000, readToken: '0123456789abcdef' })
    const statuses = []
    for (let count = 0; count < 21; count++)
      statuses.push((await post(collector, 'token=x', '/login')).status)
    expect(statuses.slice(19)).toEqual([401, 429])
  })
})

describe('closing', () => {
  it('waits for no connection on which nothing was sent', async () => {
    const collector = await start()
    const { closed } = await dial(collector)
    // Answered on another connection, so the collector has seen the first one.
    expect((await fetch(`${collector.url}/health`)).status).toBe(200)
    const begin = performance.now()
    await collector.close()
    // Not the five seconds that requests under way have.
    expect(performance.now() - begin).toBeLessThan(4_000)
    expect(await closed).toBe('')
  })

  it('answers what is under way, and takes nothing new', async () => {
    const collector = await start()
    const { socket, closed } = await dial(collector)
    socket.write(
      `POST /e/ HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: ${one.length}\r\n\r\n`,
    )
    await once(socket, 'data')
    const end = collector.close()
    await expect(dial(collector).then(({ closed: gone }) => gone)).rejects.toThrow(/ECONN/)
    socket.write(one)
    expect(await closed).toMatch(/HTTP\/1\.1 200 OK\r\n.*\{"status":1\}$/s)
    await end
    expect(collector.events()).toHaveLength(1)
  })
})
