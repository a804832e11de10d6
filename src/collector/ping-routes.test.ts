// @vitest-environment node
import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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

describe('which reports are taken', () => {
  const documented = {
    instanceId: 'i1',
    os: { type: 'Linux', release: '6.1', arch: 'x64' },
    env: { nodejs: 'v20', flowforge: '1.0.0' },
    platform: { counts: { users: 6 }, config: { driver: 'localfs', broker: { enabled: true } } },
    schemaVersion: 1,
    label: 'Test bench 3',
  }
  const odd = { ...documented, cats: 2, platform: { counts: { users: 6, dogs: 1, fish: 0 } } }

  it('F12 by default all of them, with the fields that are not documented named', async () => {
    expect(await (await ping(documented)).json()).toEqual({ status: 1 })
    const answer: { unknown: string[] } = await (await ping(odd)).json()
    expect(answer.unknown.sort()).toEqual(['cats', 'platform.counts.dogs', 'platform.counts.fish'])
    const [first, second] = collector.pings()
    expect(first).not.toHaveProperty('unknown')
    expect(second).toMatchObject({ body: odd, unknown: expect.arrayContaining(['cats']) })
  })

  it.each<[string, unknown, string, string]>([
    ['an unknown field', odd, 'unknown_field', 'cats'],
    ['a field of another type', { ...documented, label: 7 }, 'invalid_field', 'label'],
    [
      'half a user',
      { ...documented, platform: { counts: { users: 0.5 } } },
      'invalid_field',
      'platform.counts.users',
    ],
    ['no instance', { ...documented, instanceId: undefined }, 'invalid_field', 'instanceId'],
  ])('F12 with pingSchema flowforge not one with %s', async (_name, body, code, field) => {
    await collector.close()
    collector = await createCollector({ port: 0, pingSchema: 'flowforge' })
    expect((await ping(documented)).status).toBe(200)
    const answer = await ping(body)
    expect([answer.status, (await answer.json()).error]).toMatchObject([400, { code, field }])
    expect(collector.pings()).toHaveLength(1)
  })

  it('refuses an Idempotency-Key that is no key', async () => {
    expect((await ping(report, { 'idempotency-key': 'k'.repeat(201) })).status).toBe(400)
  })
})

describe('whose address it is', () => {
  const hashes = async (trustProxy?: string[]) => {
    await collector.close()
    collector = await createCollector({
      port: 0,
      ...(trustProxy && { trustProxy, readToken: '0123456789abcdef' }),
    })
    await ping(report, { 'x-forwarded-for': '192.0.2.1' })
    await ping(report, { 'x-forwarded-for': '192.0.2.2' })
    await ping(report)
    return new Set(collector.pings().map(({ ip_hash }) => ip_hash)).size
  }

  it('F12 is not what X-Forwarded-For says, unless a proxy that is trusted says it', async () => {
    expect(await hashes()).toBe(1)
    expect(await hashes(['10.0.0.0/8'])).toBe(1)
    expect(await hashes(['loopback'])).toBe(3)
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
