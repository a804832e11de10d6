// @vitest-environment node
import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCollector } from '../index.js'
import type { Collector } from '../index.js'
import { createSessions, SESSION_SECONDS } from './sessions.js'

const readToken = 'read-token-of-the-test'
const event = JSON.stringify({ api_key: 'phc_a', event: 'e', distinct_id: 'd' })
const open: Collector[] = []
afterEach(async () => void (await Promise.all(open.splice(0).map((one) => one.close()))))

async function start(options: Parameters<typeof createCollector>[0] = {}) {
  const collector = await createCollector({ port: 0, ...options })
  open.push(collector)
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(collector.url + path, { method, headers, redirect: 'manual' })
  return { collector, get }
}

/** With a Host header that fetch would not send. */
function statusUnderHost(url: string, path: string, headers: Record<string, string>) {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) =>
    request({ hostname, port, path, headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    }).end(),
  )
}

const READING = ['/events', '/events/', '/%65vents', '/events/stream', '/metrics', '/api/pings', '/']

describe('who may listen to others', () => {
  it.each([
    [{ host: '0.0.0.0' }, 'host is 0.0.0.0'],
    [{ host: '::' }, 'host is ::'],
    [{ trustProxy: ['10.0.0.1'] }, 'trustProxy'],
    [{ readToken: 'short' }, 'readToken has 5 characters: it must be 16'],
    [{ readToken: 'with spaces in between' }, 'readToken'],
    [{ keys: [' '] }, 'keys has an empty key'],
    [{ maxBatch: 0 }, 'maxBatch is 0'],
    [{ rateLimit: -1 }, 'rateLimit is -1'],
  ])('does not start with %j', async (options, message) => {
    await expect(start(options)).rejects.toThrow(message)
  })

  it('never repeats a secret', async () => {
    await expect(start({ readToken: 'secret' })).rejects.toThrow(/^(?!.*secret)/)
  })

  it('names a proxy that is no address', async () => {
    await expect(start({ trustProxy: ['nonsense'], readToken })).rejects.toThrow(/trustProxy.*nonsense/)
  })
})

describe('with a read token', () => {
  let get: Awaited<ReturnType<typeof start>>['get']
  let collector: Collector
  beforeEach(async () => ({ collector, get } = await start({ readToken })))

  it.each(READING)('%s takes it', async (path) => {
    for (const headers of [
      {},
      { authorization: 'Bearer wrong-token-of-the-test' },
      { authorization: `Basic ${readToken}` },
      { authorization: `Bearer ${readToken}x` },
      { cookie: `waypost_session=${readToken}` },
    ]) {
      const answer = await get(path, headers)
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toContain('Bearer')
      expect((await answer.json()).error.code).toBe('unauthorized')
    }
    const allowed = await get(path, { authorization: `Bearer ${readToken}` })
    // There is no page in a test: its 404 is past the door.
    expect(allowed.status).toBe(path === '/' ? 404 : 200)
    await allowed.body?.cancel()
  })

  it('deleting takes it, sending does not, and health says that all is well', async () => {
    expect((await get('/events', {}, 'DELETE')).status).toBe(401)
    const sent = await fetch(`${collector.url}/e/`, { method: 'POST', body: event })
    expect(sent.status).toBe(200)
    for (const path of ['/health', '/flags/', '/array/phc_a/config'])
      expect((await get(path)).status).toBe(200)
    expect(collector.events()).toHaveLength(1)
  })

  it('a browser is led to a page to log in at, and stays logged in until it logs out', async () => {
    const first = await get('/', { accept: 'text/html,*/*' })
    expect([first.status, first.headers.get('location')]).toEqual([303, '/login'])
    const page = await get('/login')
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*form-action 'self'/)
    expect(await page.text()).toContain('<form method="post" action="/login">')

    const login = (token: string, next = '/') =>
      fetch(`${collector.url}/login`, {
        method: 'POST',
        body: new URLSearchParams({ token, next }),
        redirect: 'manual',
      })
    const refused = await login('wrong-token-of-the-test')
    expect([refused.status, refused.headers.get('set-cookie')]).toEqual([401, null])
    expect(await refused.text()).toContain('role="alert"')

    const answer = await login(readToken)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/'])
    const set = answer.headers.get('set-cookie') ?? ''
    expect(set).toMatch(/^waypost_session=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax$/)
    const cookie = `theme=dark; ${set.split(';')[0]}`
    expect((await get('/events', { cookie })).status).toBe(200)
    const out = await get('/logout', { cookie }, 'POST')
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0')
    expect((await get('/events', { cookie })).status).toBe(401)
  })

  it.each([
    ['/pages?time=7d&property=plan%3Ateam', '/pages?time=7d&property=plan%3Ateam'],
    ['/sessions/019e2c9c-7a80', '/sessions/019e2c9c-7a80'],
    ['/', '/'],
    ['//evil.example', '/'],
    ['https://evil.example/pages', '/'],
    ['/\\evil.example', '/'],
    ['/pages?\\evil', '/'],
    ['/pages\r\nset-cookie: a=b', '/'],
    ['/sessions/../../evil', '/'],
    ['/events', '/'],
    ['javascript:alert(1)', '/'],
  ])('who wanted %s and had to log in goes to %s', async (wanted, expected) => {
    const page = await (await get(`/login?next=${encodeURIComponent(wanted)}`)).text()
    expect(page).toContain(`name="next" type="hidden" value="${expected.replaceAll('&', '&amp;')}"`)
    const answer = await fetch(`${collector.url}/login`, {
      method: 'POST',
      body: new URLSearchParams({ token: readToken, next: wanted }),
      redirect: 'manual',
    })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, expected])
  })

  it('a link to a page of the dashboard is kept while one logs in', async () => {
    const answer = await get('/pages?time=7d', { accept: 'text/html' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/login?next=%2Fpages%3Ftime%3D7d'])
    expect((await get('/api/overview', { accept: 'text/html' })).status).toBe(401)
  })

  it('another host name is no obstacle, as behind a proxy on this machine', async () => {
    const headers = { host: 'stats.example' }
    expect(await statusUnderHost(collector.url, '/events', headers)).toBe(401)
    expect(
      await statusUnderHost(collector.url, '/events', { ...headers, authorization: `Bearer ${readToken}` }),
    ).toBe(200)
  })
})

describe('on this machine, without a read token', () => {
  it('a page of another site reads nothing, deletes nothing, and sends', async () => {
    const { collector, get } = await start()
    const origin = 'https://evil.example'
    for (const path of READING) {
      const answer = await get(path, { origin })
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      await answer.body?.cancel()
      const preflight = await get(path, { origin, 'access-control-request-method': 'DELETE' }, 'OPTIONS')
      expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
    }
    await fetch(`${collector.url}/e/`, { method: 'POST', body: event, headers: { origin } })
    expect((await get('/events', { origin }, 'DELETE')).status).toBe(403)
    expect((await get('/events', { origin: 'null' }, 'DELETE')).status).toBe(403)
    expect(collector.events()).toHaveLength(1)
    expect((await get('/events', { origin: 'http://localhost:5173' }, 'DELETE')).status).toBe(200)
    expect(collector.events()).toEqual([])
  })

  it.each(['x-forwarded-for', 'forwarded', 'x-real-ip'])(
    'whoever comes through a proxy (%s) reads nothing',
    async (name) => {
      const { get } = await start()
      const answer = await get('/events', { [name]: '192.0.2.1' })
      expect([answer.status, (await answer.json()).error.code]).toEqual([403, 'read_token_needed'])
    },
  )

  it('there is nothing to log in to', async () => {
    const { get } = await start()
    expect((await get('/login')).headers.get('location')).toBe('/')
  })
})

describe('with keys', () => {
  it('takes those, and tells the others so, on every route', async () => {
    const { collector } = await start({ keys: ['phc_a', 'shop.example'] })
    const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(collector.url + path, { method: 'POST', body: JSON.stringify(body), headers })
    const v1 = { batch: [{ event: 'e', distinct_id: 'd' }] }
    const page = { name: 'pageview', url: 'https://shop.example/' }
    const status = async (key: string, domain: string) => [
      (await post('/e/', { api_key: key, event: 'e', distinct_id: 'd' })).status,
      (await post('/i/v1/analytics/events', v1, { authorization: `Bearer ${key}` })).status,
      (await post('/api/event', { ...page, domain })).status,
    ]
    expect(await status('phc_a', 'shop.example')).toEqual([200, 200, 202])
    expect(await status('phc_b', 'shop.example,other.example')).toEqual([401, 401, 401])
    expect(collector.events()).toHaveLength(3)
    const refused = await post('/e/', { api_key: 'phc_b', event: 'e', distinct_id: 'd' })
    expect((await refused.json()).error).toMatchObject({
      code: 'unknown_key',
      message: expect.stringContaining('--key'),
    })
  })
})

it('a session ends after a working day', () => {
  let now = 0
  const sessions = createSessions(() => now)
  const secret = sessions.open()
  now = SESSION_SECONDS * 1000 - 1
  expect(sessions.has(secret)).toBe(true)
  now++
  expect(sessions.has(secret)).toBe(false)
})
