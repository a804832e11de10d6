// @vitest-environment node
import { request } from 'node:http'
import { readdir } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCollector } from '../index.js'
import type { Collector } from '../index.js'
import { makeFolder } from './archive.contract.js'

let collector: Collector
beforeEach(async () => {
  collector = await createCollector({ port: 0 })
})
afterEach(() => collector.close())

const send = (event: string, token = 'phc_a', url = collector.url) =>
  fetch(`${url}/e/`, { method: 'POST', body: JSON.stringify({ event, distinct_id: 'd', token }) })

async function query(body: unknown, headers: Record<string, string> = {}, url = collector.url) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${url}/api/query`, { method: 'POST', body: text, headers })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

describe('POST /api/query', () => {
  it('answers with what was sent just before', async () => {
    await send('a')
    await send('b')
    const { status, body, headers } = await query({ sql: 'SELECT event FROM events ORDER BY event', rows: 1 })
    expect([status, body]).toEqual([
      200,
      { columns: [{ name: 'event', type: 'VARCHAR' }], rows: [{ event: 'a' }], truncated: true },
    ])
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    ['{"sql": 1}', 'invalid_shape', 'sql'],
    ['', 'invalid_shape', 'sql'],
    ['{"sql"', 'invalid_json', undefined],
    ['{"sql": "SELECT 1", "rows": 0}', 'invalid_field', 'rows'],
    ['{"sql": "SELECT 1", "rows": 10001}', 'invalid_field', 'rows'],
    ['{"sql": "DELETE FROM events"}', 'not_a_select', 'sql'],
    ['{"sql": "SELEC"}', 'invalid_sql', 'sql'],
  ])('refuses %s with %s', async (body, code, field) => {
    const answer = await query(body)
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ status: 0, error: { code, ...(field && { field }) } })
  })

  it('is not for pages of other sites, and not for names that were pointed at this machine', async () => {
    const sql = 'SELECT 1'
    expect(await query({ sql }, { origin: 'https://evil.example' })).toMatchObject({
      status: 403,
      body: { error: { code: 'forbidden_origin' } },
    })
    const own = await query({ sql }, { origin: 'http://localhost:5173' })
    expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([
      200,
      'http://localhost:5173',
    ])
    expect((await query({ sql }, { origin: collector.url })).status).toBe(200)
    const rebound = await new Promise((resolve) => {
      const options = { method: 'POST', headers: { host: 'evil.example' } }
      request(`${collector.url}/api/query`, options, ({ statusCode }) => resolve(statusCode)).end('{}')
    })
    expect(rebound).toBe(403)
  })

  it('forgets what is cleared, as the list does, where events are in memory', async () => {
    await send('a')
    await send('b', 'phc_b')
    expect((await query({ sql: 'SELECT event FROM events' })).body.rows).toHaveLength(2)
    collector.clear('phc_a')
    expect((await query({ sql: 'SELECT event FROM events' })).body.rows).toEqual([{ event: 'b' }])
  })
})

describe('a collector with a folder', () => {
  it('has its events after a restart, and keeps them when the list is cleared', async () => {
    const data = await makeFolder()
    const first = await createCollector({ port: 0, data })
    await send('a', 'phc_a', first.url)
    first.clear()
    const status = await (await fetch(`${first.url}/api/archive`)).json()
    expect(status).toMatchObject({ kind: 'disk' })
    expect(status.events + status.pending).toBe(1)
    await first.close()
    const second = await createCollector({ port: 0, data })
    const { body } = await query({ sql: 'SELECT event FROM events' }, {}, second.url)
    expect(body.rows).toEqual([{ event: 'a' }])
    await expect(createCollector({ port: 0, data })).rejects.toThrow('is in use by a running collector')
    await second.close()
    expect(await readdir(`${data}/journal`)).toEqual([])
  })

  it('gives its folder back when its port is taken', async () => {
    const data = await makeFolder()
    const port = Number(new URL(collector.url).port)
    await expect(createCollector({ port, data })).rejects.toThrow('already in use')
    await (await createCollector({ port: 0, data })).close()
  })

  it('checks its retention', async () => {
    await expect(createCollector({ retention: { days: 0 } })).rejects.toThrow('retention.days is 0')
  })
})
