// @vitest-environment node
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import vm from 'node:vm'
import { serve } from '@hono/node-server'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { expressFrontend, fastifyFrontend, honoFrontend } from './adapters.js'
import { createFrontend } from './frontend.js'
import type { Frontend } from './frontend.js'
import { SWITCH_SCRIPT } from './switch-script.js'

const PAGE = '<html><head></head><body>product</body></html>'
let folder: string
let file: string
let isOn: boolean
const ends: (() => unknown)[] = []
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'waypost-page-'))
  file = path.join(folder, 'index.html')
  writeFileSync(file, PAGE)
  isOn = true
})
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
  rmSync(folder, { recursive: true })
})

const make = (fresh = false) =>
  createFrontend({
    config: {
      frontend: { posthog: { apikey: 'phc_a', apiurl: '/ingest', capture_pageview: false, options: {} } },
      backend: {},
      problems: [],
    },
    file,
    fresh,
    isOn: () => isOn,
  })

const servers: [string, (frontend: Frontend) => Promise<number>][] = [
  [
    'Express',
    async (frontend) => {
      const app = express()
      app.get('/api', (_, response) => void response.send('api'))
      app.use(expressFrontend(frontend, { nonce: () => 'n1' }))
      const server = app.listen(0, '127.0.0.1')
      await new Promise((resolve) => server.once('listening', resolve))
      ends.push(() => server.close())
      return (server.address() as AddressInfo).port
    },
  ],
  [
    'Fastify',
    async (frontend) => {
      const app = fastify()
      app.get('/api', async () => 'api')
      app.get('/*', fastifyFrontend(frontend, { nonce: () => 'n1' }))
      await app.listen({ port: 0, host: '127.0.0.1' })
      ends.push(() => app.close())
      return (app.server.address() as AddressInfo).port
    },
  ],
  [
    'Hono',
    async (frontend) => {
      const app = new Hono()
      app.get('/api', (context) => context.text('api'))
      app.use(honoFrontend(frontend, { nonce: () => 'n1' }))
      const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
      await new Promise((resolve) => server.once('listening', resolve))
      ends.push(() => server.close())
      return (server.address() as AddressInfo).port
    },
  ],
]

describe.each(servers)('%s', (_, start) => {
  test('A13 A7 serves the page with its tags, and what open tabs ask; off, a page that loads nothing', async () => {
    const base = `http://127.0.0.1:${await start(make())}`
    const get = async (at: string, accept = 'text/html') => {
      const response = await fetch(base + at, { headers: { accept } })
      return { status: response.status, text: await response.text() }
    }
    const { text } = await get('/team/7?tab=a')
    expect(text).toBe(
      '<html><head><script defer nonce="n1" src="/waypost.js" data-key="phc_a" data-host="/ingest"></script>' +
        '<script defer nonce="n1" src="/waypost-switch.js" data-url="/waypost-switch" data-every="60000"></script></head>' +
        '<body>product</body></html>',
    )
    expect(await get('/api')).toEqual({ status: 200, text: 'api' })
    expect((await get('/missing.png', 'image/png')).status).toBe(404)
    expect((await get('/waypost-switch.js', '*/*')).text).toBe(SWITCH_SCRIPT)
    expect((await get('/waypost-switch', '*/*')).text).toBe('{"enabled":true}')
    isOn = false
    expect((await get('/waypost-switch', '*/*')).text).toBe('{"enabled":false}')
    expect((await get('/')).text).toBe(PAGE)
  })
})

test('A13 the page is cached, and fresh in development', async () => {
  const [cached, fresh] = [make(), make(true)]
  await Promise.all([cached.page(), fresh.page()])
  writeFileSync(file, PAGE.replace('product', 'changed'))
  expect((await cached.page()).body).toContain('product')
  expect((await fresh.page()).body).toContain('changed')
})

test('A7 A11 an open tab goes silent once it is off, in nobody’s name, and asks no more', async () => {
  const heard: string[] = []
  const listeners: (() => void)[] = []
  const timers: { run: () => void; every: number }[] = []
  const waypost = { optOut: vi.fn() }
  const asked: string[] = []
  vm.runInNewContext(SWITCH_SCRIPT, {
    window: { waypost },
    document: {
      currentScript: { dataset: { url: '/waypost-switch', every: '5000' } },
      visibilityState: 'visible',
      addEventListener: (name: string, listener: () => void) => {
        heard.push(name)
        listeners.push(listener)
      },
      removeEventListener: (_: string, listener: () => void) =>
        listeners.splice(listeners.indexOf(listener), 1),
    },
    fetch: async (url: string) => {
      asked.push(url)
      return { ok: true, json: async () => ({ enabled: isOn }) }
    },
    setInterval: (run: () => void, every: number) => timers.push({ run, every }),
    clearInterval: () => timers.splice(0),
  })
  expect(timers.map(({ every }) => every)).toEqual([5000])
  expect(heard).toEqual(['visibilitychange', 'waypost-switch'])
  listeners[0]?.()
  timers[0]?.run()
  await expect.poll(() => asked).toEqual(['/waypost-switch', '/waypost-switch'])
  expect(waypost.optOut).not.toHaveBeenCalled()
  isOn = false
  timers[0]?.run()
  await expect.poll(() => waypost.optOut.mock.calls).toEqual([[{ remember: false }]])
  expect([listeners, timers]).toEqual([[], []])
})
