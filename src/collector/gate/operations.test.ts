// @vitest-environment node
import { afterEach, describe, expect, it } from 'vitest'
import { createCollector } from '../index.js'
import type { Collector } from '../index.js'

const open: Collector[] = []
afterEach(async () => void (await Promise.all(open.splice(0).map((one) => one.close()))))
async function start(options: Parameters<typeof createCollector>[0] = {}) {
  const collector = await createCollector({ port: 0, ...options })
  open.push(collector)
  return collector
}

const uuid = '01890a5d-ac96-774b-bcce-b302099a8057'
const event = { api_key: 'phc_a', event: 'e', distinct_id: 'd', uuid }

describe('GET /metrics', () => {
  async function metrics({ url }: Collector) {
    const answer = await fetch(`${url}/metrics`)
    const text = await answer.text()
    const value = (series: string) => {
      const line = text.split('\n').find((one) => one.startsWith(`${series} `))
      return line === undefined ? undefined : Number(line.slice(series.length))
    }
    return { type: answer.headers.get('content-type'), text, value }
  }

  it('counts requests, events, duplicates, refusals, bytes and streams, as OpenMetrics', async () => {
    const collector = await start()
    const body = JSON.stringify(event)
    for (const text of [body, body, '{', '[]'])
      await fetch(`${collector.url}/e/?x=1`, { method: 'POST', body: text })
    await fetch(`${collector.url}/who/jane@example.com`)
    const stream = await fetch(`${collector.url}/events/stream`)
    const { type, text, value } = await metrics(collector)
    expect(type).toContain('application/openmetrics-text; version=1.0.0')
    expect(text.endsWith('# EOF\n')).toBe(true)
    expect(value('waypost_requests_total{route="/e",status="200"}')).toBe(2)
    expect(value('waypost_requests_total{route="/e",status="400"}')).toBe(2)
    expect(value('waypost_requests_total{route="(none)",status="404"}')).toBe(1)
    expect(value('waypost_refused_total{code="invalid_json"}')).toBe(1)
    expect(value('waypost_refused_total{code="empty_batch"}')).toBe(1)
    expect(value('waypost_events_accepted_total')).toBe(2)
    expect(value('waypost_events_duplicate_total')).toBe(1)
    expect(value('waypost_event_bytes_total')).toBe(2 * body.length)
    expect(value('waypost_open_streams')).toBe(1)
    expect(value('waypost_request_duration_seconds_count{route="/e"}')).toBe(4)
    expect(value('process_resident_memory_bytes')).toBeGreaterThan(1e6)
    expect(value('process_cpu_seconds_total')).toBeGreaterThan(0)
    for (const sent of ['jane', 'phc_a', '127.0.0.1']) expect(text).not.toContain(sent)
    await stream.body?.cancel()
  })

  it('two collectors in one process count for themselves', async () => {
    const [one, other] = [await start(), await start()]
    await fetch(`${one.url}/e/`, { method: 'POST', body: JSON.stringify(event) })
    expect((await metrics(one)).value('waypost_events_accepted_total')).toBe(1)
    expect((await metrics(other)).value('waypost_events_accepted_total')).toBe(0)
  })
})

describe('the log', () => {
  const personal = {
    address: '203.0.113.7',
    name: 'jane.doe@example.com',
    agent: 'Mozilla/5.0 (planted)',
    referer: 'https://planted.example/secret',
    key: 'phc_planted',
    token: 'planted-read-token-0123',
  }

  async function logged(log: 'info' | 'warn' | 'silent') {
    const lines: string[] = []
    const collector = await start({
      log,
      logTo: { write: (line) => lines.push(line) },
      readToken: personal.token,
      trustProxy: ['loopback'],
    })
    const headers = {
      'user-agent': personal.agent,
      'x-forwarded-for': personal.address,
      referer: personal.referer,
      origin: 'https://planted.example',
      'idempotency-key': personal.name,
      cookie: `waypost_session=${personal.name}`,
      authorization: `Bearer ${personal.token}`,
    }
    const query = `?who=${encodeURIComponent(personal.name)}&token=${personal.key}`
    const good = JSON.stringify({ ...event, api_key: personal.key, distinct_id: personal.name })
    const bodies = [
      good,
      `{"${personal.name}`,
      JSON.stringify({ api_key: personal.key, event: personal.name, uuid: personal.name }),
    ]
    for (const path of [
      '/e/',
      '/batch/',
      '/ping',
      '/api/event',
      '/i/v1/analytics/events',
      '/login',
      `/${personal.name}`,
      `/%ff${personal.name}`,
    ]) {
      for (const body of bodies)
        await fetch(`${collector.url}${path}${query}`, { method: 'POST', body, headers })
    }
    for (const path of [
      '/events',
      '/metrics',
      `/array/${personal.key}/config`,
      '/events?limit=jane.doe@example.com',
    ]) {
      await fetch(`${collector.url}${path}${path.includes('?') ? '' : query}`, { headers })
    }
    await collector.close()
    return lines
  }

  it('says of every request what it was, and of nobody who it was', async () => {
    const lines = await logged('info')
    const entries = lines.map((line): Record<string, unknown> => JSON.parse(line))
    expect(entries.filter(({ msg }) => msg === 'answered').length).toBeGreaterThanOrEqual(24)
    expect(entries.find(({ msg, route }) => msg === 'answered' && route === '/e')).toMatchObject({
      method: 'POST',
      status: 200,
      ms: expect.any(Number),
    })
    const text = lines.join('')
    for (const secret of [...Object.values(personal), 'jane', 'planted', '203.0.113', '%40']) {
      expect(text).not.toContain(secret)
    }
  })

  it('says at warn what was refused and why, and at silent nothing', async () => {
    const entries = (await logged('warn')).map((line): Record<string, unknown> => JSON.parse(line))
    expect(entries.every(({ msg }) => msg === 'refused')).toBe(true)
    expect(entries).toContainEqual(
      expect.objectContaining({ method: 'POST', route: '/e', status: 400, code: 'invalid_json', times: 1 }),
    )
    expect(await logged('silent')).toEqual([])
  })

  it('says the same once a second, with its number', async () => {
    const lines: string[] = []
    const collector = await start({ log: 'warn', logTo: { write: (line) => lines.push(line) } })
    await Promise.all(
      Array.from({ length: 50 }, () => fetch(`${collector.url}/e/`, { method: 'POST', body: '{' })),
    )
    expect(lines.length).toBeLessThan(50)
  })
})
