// @vitest-environment node
import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAddressHash } from './ping-hash.js'
import { createCollector } from './index.js'
import type { Collector } from './index.js'

let collector: Collector
beforeEach(async () => {
  collector = await createCollector({ port: 0 })
})
afterEach(() => collector.close())

const ping = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${collector.url}/ping`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers,
  })
const report = { instanceId: 'i1', platform: { counts: { users: 6 } } }

describe('POST /ping', () => {
  it('F12 keeps the report, when it came, and no address', async () => {
    const before = Date.now()
    expect((await ping(report)).status).toBe(200)
    const [kept] = collector.pings()
    expect(kept?.body).toEqual(report)
    expect(Date.parse(kept?.received ?? '')).toBeGreaterThanOrEqual(before)
    expect(kept?.ip_hash).toMatch(/^[\w-]{22}$/)
    expect(JSON.stringify(collector.pings())).not.toContain('127.0.0.1')
  })

  it('F12 keeps a report that is sent again once', async () => {
    for (let time = 0; time < 3; time++) await ping(report, { 'idempotency-key': 'a' })
    await ping(report, { 'idempotency-key': 'b' })
    await ping(report)
    await ping(report)
    expect(collector.pings()).toHaveLength(4)
  })

  it.each([
    ['', 'empty_body'],
    ['{', 'invalid_json'],
    ['[]', 'invalid_shape'],
    ['7', 'invalid_shape'],
    [JSON.stringify({ text: 'a'.repeat(70_000) }), 'body_too_large'],
  ])('refuses what is no report, and says why: %.10s', async (body, code) => {
    const answer = await ping(body)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect((await answer.json()).error.code).toBe(code)
    expect(collector.pings()).toEqual([])
  })
})

describe('GET /api/pings', () => {
  it('lists them, and clear() forgets them', async () => {
    await ping(report)
    const listed = async () => (await (await fetch(`${collector.url}/api/pings`)).json()) as unknown
    expect(await listed()).toEqual(collector.pings())
    collector.clear('phc_a')
    expect(await listed()).toHaveLength(1)
    collector.clear()
    expect(await listed()).toEqual([])
  })

  it('is not read under a foreign host name', async () => {
    const { port } = new URL(collector.url)
    const status = await new Promise((resolve) =>
      request(
        { port, host: '127.0.0.1', path: '/api/pings', headers: { host: 'evil.example' } },
        (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        },
      ).end(),
    )
    expect(status).toBe(403)
  })
})

it('F12 D11 the hash of an address holds for a day, and says nothing on the next', () => {
  let now = Date.parse('2026-01-02T00:00:00Z')
  const hash = createAddressHash(() => now)
  const first = hash('192.0.2.1')
  now += 86_399_000
  expect(hash('192.0.2.1')).toBe(first)
  expect(hash('192.0.2.2')).not.toBe(first)
  now += 1_000
  expect(hash('192.0.2.1')).not.toBe(first)
  expect(createAddressHash(() => now)('192.0.2.1')).not.toBe(hash('192.0.2.1'))
})
