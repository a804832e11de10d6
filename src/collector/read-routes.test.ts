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

async function send(name: string, token = 'phc_a'): Promise<void> {
  const body = JSON.stringify({ event: name, distinct_id: 'd', token })
  expect((await fetch(`${collector.url}/e/`, { method: 'POST', body })).status).toBe(200)
}

/** Reads a stream until it holds as many messages as asked for, heartbeats aside. */
async function messages(
  count: number,
  query = '',
  headers: HeadersInit = {},
  meanwhile?: () => Promise<void>,
) {
  const stop = new AbortController()
  const response = await fetch(`${collector.url}/events/stream${query}`, { headers, signal: stop.signal })
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const blocks = (): string[] => text.split('\n\n').slice(0, -1)
  let pending = meanwhile
  while (blocks().length < count) {
    const chunk = await reader?.read()
    if (chunk?.done !== false) break
    text += chunk.value
    await pending?.()
    pending = undefined
  }
  stop.abort()
  return blocks().map((block) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
    return { type: field('event') ?? 'message', id: field('id'), data: JSON.parse(field('data') ?? 'null') }
  })
}

describe('GET /events', () => {
  it('pages and filters', async () => {
    for (const name of ['a', 'b', 'a']) await send(name)
    await send('a', 'phc_b')
    const read = async (query: string) => {
      const { events, ...rest } = await (await fetch(`${collector.url}/events${query}`)).json()
      return { seqs: events.map(({ seq }: { seq: number }) => seq), ...rest }
    }
    expect(await read('')).toEqual({ seqs: [1, 2, 3, 4], total: 4, dropped: 0 })
    expect(await read('?token=phc_a&event=a')).toEqual({ seqs: [1, 3], total: 2, dropped: 0 })
    expect(await read('?after=1&limit=2')).toEqual({ seqs: [2, 3], total: 4, dropped: 0 })
    expect(await read('?limit=1')).toEqual({ seqs: [4], total: 4, dropped: 0 })
  })

  it.each(['?after=x', '?limit=-1', '?limit=1.5', '?after=99999999999999999999'])(
    'refuses %s',
    async (query) => {
      const response = await fetch(`${collector.url}/events${query}`)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ status: 0, error: { code: 'invalid_query' } })
    },
  )
})

describe('DELETE /events', () => {
  it('clears one project, then all', async () => {
    await send('a')
    await send('a', 'phc_b')
    await fetch(`${collector.url}/events?token=phc_a`, { method: 'DELETE' })
    expect(collector.events().map(({ token }) => token)).toEqual(['phc_b'])
    await fetch(`${collector.url}/events`, { method: 'DELETE' })
    expect(collector.events()).toEqual([])
  })
})

describe('GET /events/stream', () => {
  it('brings what is kept, then what arrives, with sequence numbers for ids', async () => {
    await send('before')
    const got = await messages(3, '', {}, () => send('after'))
    expect(got.map(({ type, id, data }) => [type, id, data.event])).toEqual([
      ['hello', undefined, undefined],
      ['message', '1', 'before'],
      ['message', '2', 'after'],
    ])
  })

  it('resumes after Last-Event-ID', async () => {
    for (const name of ['a', 'b', 'c']) await send(name)
    const got = await messages(2, '', { 'last-event-id': '2' })
    expect(got.map(({ id }) => id)).toEqual([undefined, '3'])
  })

  it('starts over when the position is ahead of it: the collector was restarted', async () => {
    await send('a')
    const got = await messages(2, '?after=1', { 'last-event-id': '500' })
    expect(got.map(({ id }) => id)).toEqual([undefined, '1'])
  })

  it('filters both what is kept and what arrives', async () => {
    for (const name of ['a', 'b', 'a']) await send(name)
    const got = await messages(3, '?token=phc_b&event=a', {}, async () => {
      await send('a')
      await send('b', 'phc_b')
      await send('a', 'phc_b')
      await send('a', 'phc_b')
    })
    expect(got.map(({ id }) => id)).toEqual([undefined, '6', '7'])
  })

  it('limits what is kept to the newest, and then goes on', async () => {
    for (const name of ['a', 'b', 'c']) await send(name)
    const got = await messages(3, '?limit=1', {}, () => send('d'))
    expect(got.map(({ id }) => id)).toEqual([undefined, '3', '4'])
  })

  it('tells when events are cleared', async () => {
    const got = await messages(2, '', {}, async () => collector.clear('phc_a'))
    expect(got[1]).toEqual({ type: 'cleared', id: undefined, data: { token: 'phc_a' } })
  })

  it('ends when the collector closes', async () => {
    const response = await fetch(`${collector.url}/events/stream`)
    await collector.close()
    expect(await response.text()).toContain('event: hello')
  })
})

describe('who may read', () => {
  const reading = ['/events', '/events/stream', '/health', '/api/pings']

  async function allowedOrigin(path: string, origin: string): Promise<string | null> {
    const stop = new AbortController()
    const response = await fetch(collector.url + path, { headers: { origin }, signal: stop.signal })
    stop.abort()
    expect(response.status).toBe(200)
    return response.headers.get('access-control-allow-origin')
  }

  it.each(['http://localhost:5173', 'https://127.0.0.1', 'http://[::1]:3000', 'http://app.localhost:80'])(
    'pages of this machine: %s',
    async (origin) => {
      for (const path of reading) expect(await allowedOrigin(path, origin)).toBe(origin)
    },
  )

  it.each([
    'https://evil.example',
    'null',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'file://',
  ])('no other page: %s', async (origin) => {
    for (const path of reading) expect(await allowedOrigin(path, origin)).toBeNull()
  })

  it('no other page may clear', async () => {
    const preflight = (origin: string) =>
      fetch(`${collector.url}/events`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'DELETE' },
      })
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
    const allowed = await preflight('http://localhost:5173')
    expect(allowed.status).toBe(204)
    expect(allowed.headers.get('access-control-allow-methods')).toContain('DELETE')
  })

  it('no site whose name was pointed at this machine', async () => {
    const { hostname, port } = new URL(collector.url)
    const statusUnder = (host: string, path: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        request({ hostname, port, path, headers: { host } }, (response) => {
          response.destroy()
          resolve(response.statusCode)
        })
          .on('error', reject)
          .end()
      })
    for (const path of ['/events', '/events/stream']) {
      expect(await statusUnder('rebound.example', path)).toBe(403)
      expect(await statusUnder(`localhost:${port}`, path)).toBe(200)
      expect(await statusUnder(`[::1]:${port}`, path)).toBe(200)
    }
  })
})
