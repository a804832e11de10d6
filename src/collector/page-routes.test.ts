// @vitest-environment node
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCollector } from './index.js'
import type { Collector } from './index.js'
import { PAGE_PATHS } from './page-routes.js'

let folder: string
let collector: Collector
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'collector-page-'))
  collector = await createCollector({ port: 0, dashboard: join(folder, 'dashboard') })
})
afterEach(async () => {
  await collector.close()
  await rm(folder, { recursive: true })
})

async function buildPage(): Promise<void> {
  await mkdir(join(folder, 'dashboard', 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await writeFile(join(folder, 'dashboard', 'index.html'), '<title>page</title>')
  await writeFile(join(folder, 'dashboard', 'assets', 'index-1.js'), 'export {}')
}

/** Paths as they are, where fetch would tidy them up. */
function statusOf(path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(collector.url)
  return new Promise((resolve, reject) => {
    request({ hostname, port, path }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

describe('the dashboard', () => {
  it('says how to build it when it is not there, and appears once it is', async () => {
    const missing = await fetch(`${collector.url}/`)
    expect(missing.status).toBe(404)
    expect(await missing.text()).toContain('npm run build')
    await buildPage()
    const page = await fetch(`${collector.url}/`)
    expect(page.status).toBe(200)
    expect(await page.text()).toBe('<title>page</title>')
  })

  it.each([
    ['/live', './assets/index-1.js'],
    ['/live/', '../assets/index-1.js'],
    ['/pages?time=7d&route=/a/b', './assets/index-1.js'],
    ['/sessions/an%2Fid', '../assets/index-1.js'],
  ])('answers %s with its document, which finds its assets from there', async (path, asset) => {
    await buildPage()
    await writeFile(join(folder, 'dashboard', 'index.html'), '<script src="./assets/index-1.js"></script>')
    const page = await fetch(collector.url + path)
    expect(page.status).toBe(200)
    expect(await page.text()).toBe(`<script src="${asset}"></script>`)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page.headers.get('cache-control')).toBe('no-cache')
  })

  it('has the pages that the dashboard routes', () => {
    const router = readFileSync(new URL('../dashboard/router.ts', import.meta.url), 'utf8')
    const routed = [...router.matchAll(/path: '(\/[^']*)'/g)].flatMap(([, path]) => path ?? [])
    expect(routed.filter((path) => !path.includes('(')).sort()).toEqual([...PAGE_PATHS].sort())
  })

  it.each(['/nowhere', '/pages/1', '/sessions/1/2'])(
    'answers %s, which is no page, with an error',
    async (path) => {
      await buildPage()
      expect(await statusOf(path)).toBe(404)
    },
  )

  it('runs under a policy that allows its own files only', async () => {
    await buildPage()
    const { headers } = await fetch(`${collector.url}/`)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'none'",
      ]),
    )
    expect(policy).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('serves its assets with their types, to be kept for good', async () => {
    await buildPage()
    const { headers } = await fetch(`${collector.url}/assets/index-1.js`)
    expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(headers.get('cache-control')).toContain('immutable')
  })

  it.each([
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/assets/..\\..\\secret.txt',
    '/assets//etc/passwd',
    '/assets/',
    '/assets/none.js',
    '/secret.txt',
  ])('serves nothing for %s', async (path) => {
    await buildPage()
    expect(await statusOf(path)).toBe(404)
  })
})

describe('who has logged in', () => {
  const readToken = 'read-token-of-the-test'
  const MARK = '<meta name="waypost-session"'

  async function protectedPage() {
    await mkdir(join(folder, 'locked'), { recursive: true })
    await writeFile(join(folder, 'locked', 'index.html'), '<head><title>page</title></head>')
    const locked = await createCollector({ port: 0, dashboard: join(folder, 'locked'), readToken })
    const ask = (path: string, init: RequestInit = {}) =>
      fetch(locked.url + path, { redirect: 'manual', ...init })
    const login = await ask('/login', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token: readToken }).toString(),
    })
    const cookie = login.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
    return { locked, ask, cookie }
  }

  it('is told so by the document, which is kept in no cache, until logging out', async () => {
    const { locked, ask, cookie } = await protectedPage()
    try {
      const page = await ask('/delivery', { headers: { cookie } })
      expect(page.headers.get('cache-control')).toBe('no-store')
      expect(await page.text()).toContain(MARK)

      const out = await ask('/logout', { method: 'POST', headers: { cookie } })
      expect([out.status, out.headers.get('location')]).toEqual([303, '/login'])
      expect(out.headers.get('set-cookie')).toMatch(/^waypost_session=; .*Max-Age=0/)
      expect((await ask('/api/pings', { headers: { cookie } })).status).toBe(401)
    } finally {
      await locked.close()
    }
  })

  it('is nobody who sends the token, or any cookie at a collector without one', async () => {
    const { locked, ask, cookie } = await protectedPage()
    try {
      const byToken = await ask('/', { headers: { authorization: `Bearer ${readToken}` } })
      expect(byToken.headers.get('cache-control')).toBe('no-cache')
      expect(await byToken.text()).not.toContain(MARK)
      await buildPage()
      await writeFile(join(folder, 'dashboard', 'index.html'), '<head><title>page</title></head>')
      const unlocked = await fetch(`${collector.url}/`, { headers: { cookie } })
      expect(await unlocked.text()).not.toContain(MARK)
    } finally {
      await locked.close()
    }
  })
})
