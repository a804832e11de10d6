// @vitest-environment node
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reader } from '../archive/types.js'
import { createCollector } from '../index.js'
import { createServer } from '../server.js'
import { resolveGate } from '../gate/options.js'
import { registerPanels } from './panels-routes.js'
import { samplePings, sampleVisits } from './sample-visits.contract.js'
import { openTestArchive } from './test-archive.contract.js'
import type { TestArchive } from './test-archive.contract.js'

const time = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-04T00:00:00.000Z' }
const NOW = Date.parse('2026-03-03T00:00:00.000Z')
const addresses = ['overview', 'series', 'routes', 'flows', 'sessions', 'delivery', 'installs', 'filters']

let archive: TestArchive
let app: FastifyInstance
let url: string
const calls: string[] = []
beforeAll(async () => {
  archive = await openTestArchive({ settings: { threads: '2' } })
  await archive.append(sampleVisits({ seed: 7, events: 2_000, ...time }))
  await archive.addPings(samplePings({ seed: 7, installs: 30, ...time }))
  app = await createServer(resolveGate({}, '127.0.0.1'))
  const watched = {
    ...archive,
    refresh: async () => void calls.push('refresh'),
    read: <T>(task: (reader: Reader) => Promise<T>) => {
      calls.push('read')
      return archive.read(task)
    },
  }
  registerPanels(app, watched, () => NOW)
  url = await app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await app.close()
  await archive.close()
})

async function get(path: string) {
  const response = await fetch(url + path)
  return { status: response.status, headers: response.headers, body: await response.json() }
}

/** Names and types, and of a list what its first entry is. `null` stands for what may be absent. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return [shape(value[0])]
  if (typeof value !== 'object' || value === null) return value === null ? null : typeof value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shape(one)]))
}

describe('docs/collector-api.md', () => {
  const page = readFileSync(new URL('../../../docs/collector-api.md', import.meta.url), 'utf8')
  const examples = [...page.matchAll(/^`GET (\/api\/[^`]*)`\n\n```json\n([^]*?)```/gm)].map(
    ([, address = '', answer = '']) => ({ address, answer: JSON.parse(answer) as unknown }),
  )

  it('has an example of every address', () => {
    expect(
      examples.map(({ address }) => address.replace(/\?.*/, '').replace(/[\da-f]{8}-[-\da-f]+/, ':id')),
    ).toEqual(
      [
        'overview',
        'series',
        'routes',
        'flows',
        'sessions',
        'sessions/:id',
        'delivery',
        'installs',
        'filters',
      ].map((name) => `/api/${name}`),
    )
  })

  it.each(examples)('$address', async ({ address, answer }) => {
    const { body } = await get('/api/sessions?limit=1')
    const { status, body: got } = await get(address.replace(/[\da-f]{8}-[-\da-f]+/, body.sessions[0].id))
    expect(status).toBe(200)
    expect(shape(got)).toEqual(shape(answer))
  })
})

describe('every address', () => {
  it.each(addresses)('/api/%s is up to date, and not kept by the browser', async (name) => {
    calls.length = 0
    const { status, headers } = await get(`/api/${name}`)
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(calls.slice(0, 2)).toEqual(['refresh', 'read'])
  })

  it.each([...addresses, 'sessions/x'])('/api/%s is not read under a foreign host name', async (name) => {
    const { port } = new URL(url)
    const status = await new Promise((resolve) =>
      request(
        { port, host: '127.0.0.1', path: `/api/${name}`, headers: { host: 'evil.example' } },
        (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        },
      ).end(),
    )
    expect(status).toBe(403)
  })

  it('is part of the collector', async () => {
    const collector = await createCollector({ port: 0 })
    const { status } = await fetch(`${collector.url}/api/overview`)
    await collector.close()
    expect(status).not.toBe(404)
  })
})

describe('what is asked', () => {
  it('is the last 24 hours, unless it says otherwise', async () => {
    const standard = await get('/api/overview')
    expect(standard.body).toEqual((await get('/api/overview?from=2026-03-02&to=2026-03-03')).body)
    expect(standard.body).toEqual(
      (await get('/api/overview?from=2026-03-02T01:00:00%2B01:00&token=&route=')).body,
    )
    expect(standard.body.views).toBeGreaterThan(0)
  })

  it.each([
    ['overview?from=yesterday', 'from', 'is no time'],
    ['overview?from=2026-02-31T25:00:00Z', 'from', 'is no time'],
    ['overview?from=2026-03-02T01:00:00', 'from', 'is no time'],
    ['overview?to=2026-03-02T01:00:00+01:00', 'to', '%2B'],
    ['overview?from=2026-03-03&to=2026-03-03', 'from', 'earlier'],
    ['overview?property=plan', 'property', 'name:value'],
    ['overview?property=:x', 'property', 'name:value'],
    ['overview?property=plan:a&property=b', 'property', 'name:value'],
    ['series?step=0', 'step', '1 or more'],
    ['series?step=-5', 'step', 'whole number'],
    ['series?step=1', 'step', 'Give 45 or more'],
    ['routes?limit=0', 'limit', 'from 1 to 1000'],
    ['flows?limit=1001', 'limit', 'from 1 to 1000'],
    ['sessions?limit=x', 'limit', 'whole number'],
    ['sessions?before=x', 'before', 'is no time'],
  ])('refuses %s', async (query, field, message) => {
    const { status, body } = await get(`/api/${query}`)
    expect(status).toBe(400)
    expect(body.error).toMatchObject({
      code: 'invalid_query',
      field,
      message: expect.stringContaining(message),
    })
  })

  it('knows no session that there is not', async () => {
    const { status, body } = await get('/api/sessions/nobody')
    expect(status).toBe(404)
    expect(body.error).toMatchObject({ code: 'not_found', field: 'id' })
  })

  it.each([
    ['a minute', '2026-03-02T00:00:00Z', '2026-03-02T00:01:00Z'],
    ['a day', '2026-03-02', '2026-03-03'],
    ['a year', '2025-03-02', '2026-03-02'],
    ['all there is', '0001-01-01', '9999-12-31'],
  ])('has a step that suits %s', async (_, from, to) => {
    const { status, body } = await get(`/api/series?from=${from}&to=${to}&step=auto`)
    expect(status).toBe(200)
    expect(body.points.length).toBeGreaterThan(0)
    expect(body.points.length).toBeLessThan(123)
  })
})

describe('hostile values', () => {
  const hostile = [
    `'`,
    `"`,
    `'; DROP TABLE events; --`,
    `' OR '1'='1`,
    `$1`,
    `$$; SELECT 1; $$`,
    `%`,
    `_%`,
    `\\`,
    `/`,
    `~0~1`,
    `$.*`,
    `$[*]`,
    `*`,
    `a.b`,
    `a\0b`,
    `日本語 👩‍🚀`,
    `__proto__`,
    `x`.repeat(5_000),
  ]

  it('are values, and no more', async () => {
    const own = await openTestArchive()
    const events = hostile.map((text, index) => ({
      receivedAt: time.from,
      token: text,
      event: '$pageview',
      uuid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      timestamp: '2026-03-02T12:00:00.000Z',
      sentAt: null,
      distinctId: text,
      properties: { $session_id: `s${text}`, route_pattern: text, ['p' + text]: text },
    }))
    await own.append(events)
    const server = await createServer(resolveGate({}, '127.0.0.1'))
    registerPanels(server, own, () => NOW)
    for (const { token, properties } of events) {
      const text = encodeURIComponent(token)
      const found = await server.inject(
        `/api/overview?token=${text}&route=${text}&property=p${text}${encodeURIComponent(':' + token)}`,
      )
      // The name of a property ends at the first colon: none of these has one.
      expect([token, found.statusCode, found.json().views]).toEqual([token, 200, 1])
      const walked = await server.inject(`/api/sessions/${encodeURIComponent(properties.$session_id)}`)
      expect([token, walked.statusCode]).toEqual([token, token.length > 100 ? 400 : 200])
    }
    const [row] = await own.all('SELECT count(*)::INTEGER AS n FROM events')
    await server.close()
    await own.close()
    expect(row).toEqual({ n: events.length })
  })

  it.each(addresses)('never make /api/%s fail', async (name) => {
    for (const text of hostile) {
      const value = encodeURIComponent(text)
      for (const query of [
        `token=${value}`,
        `route=${value}`,
        `property=${value}:${value}`,
        `property=a:${value}`,
      ])
        expect((await app.inject(`/api/${name}?${query}`)).statusCode, text).toBeLessThan(500)
    }
  })
})
