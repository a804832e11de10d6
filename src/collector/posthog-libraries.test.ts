// @vitest-environment node
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { chromium } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import PostHogLite from 'posthog-js-lite'
import { PostHog as PostHogNode } from 'posthog-node'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { chromiumOptions } from '../../scripts/find-browser.mjs'
import { createCollector } from './index.js'
import type { CollectedEvent, Collector } from './index.js'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let collector: Collector
beforeEach(async () => {
  collector = await createCollector({ port: 0 })
})
afterEach(() => collector.close())

/** Resolves with the first event of a name, whether it is here already or yet to come. */
function arrival(name: string): Promise<CollectedEvent> {
  return new Promise((resolve) => {
    const [here] = collector.events({ event: name })
    if (here) return resolve(here)
    const stop = collector.subscribe((event) => {
      if (event.event !== name) return
      stop()
      resolve(event)
    })
  })
}

describe('posthog-node', () => {
  it.each([false, true])('delivers (compression disabled: %s)', async (disableCompression) => {
    const posthog = new PostHogNode('phc_node', { host: collector.url, disableCompression })
    for (let count = 0; count < 25; count++) {
      posthog.capture({ distinctId: 'user-1', event: `event ${count}`, properties: { count, text: 'ü🦔' } })
    }
    posthog.identify({ distinctId: 'user-1', properties: { plan: 'team' } })
    await posthog.shutdown()

    const events = collector.events()
    expect(events).toHaveLength(26)
    expect(events.some(({ duplicate }) => duplicate)).toBe(false)
    expect(events[3]).toMatchObject({
      token: 'phc_node',
      event: 'event 3',
      distinctId: 'user-1',
      properties: { count: 3, text: 'ü🦔', $lib: 'posthog-node' },
      request: {
        path: '/batch/',
        method: 'POST',
        encoding: disableCompression ? 'none' : 'gzip',
        origin: null,
      },
    })
    expect(events[3]?.sentAt).toMatch(/Z$/)
    expect(events.find(({ event }) => event === '$identify')?.set).toEqual({ plan: 'team' })
  })

  it('delivers by its second protocol, and understands the answer', async () => {
    vi.stubEnv('POSTHOG_CAPTURE_MODE', 'v1')
    const posthog = new PostHogNode('phc_node', { host: collector.url })
    vi.unstubAllEnvs()
    const problems: unknown[] = []
    posthog.on('error', (error: unknown) => problems.push(error))
    posthog.capture({ distinctId: 'user-1', event: 'e', properties: { $session_id: 's', count: 1 } })
    await posthog.shutdown()
    expect(problems).toEqual([])
    expect(collector.events()).toMatchObject([
      {
        token: 'phc_node',
        event: 'e',
        distinctId: 'user-1',
        properties: { count: 1, $session_id: 's', $lib: 'posthog-node' },
        request: { path: '/i/v1/analytics/events', encoding: 'gzip' },
      },
    ])
  })

  it('asks for flags and finds none', async () => {
    const posthog = new PostHogNode('phc_node', { host: collector.url })
    expect(await posthog.getAllFlags('user-1')).toEqual({})
    await posthog.shutdown()
  })
})

describe('posthog-js-lite', () => {
  it('delivers', async () => {
    const posthog = new PostHogLite('phc_lite', { host: collector.url, persistence: 'memory' })
    posthog.capture('lite event', { $pathname: '/lite' })
    await posthog.shutdown()
    const [event] = collector.events({ event: 'lite event' })
    expect(event).toMatchObject({
      token: 'phc_lite',
      properties: { $pathname: '/lite' },
      request: { path: '/batch/' },
    })
  })
})

describe('posthog-js in Chromium', () => {
  let browser: Browser
  let site: Server
  let origin: string

  beforeAll(async () => {
    const main = createRequire(import.meta.url).resolve('posthog-js')
    const library = await readFile(join(dirname(main), 'module.mjs'))
    site = createServer((request, response) => {
      const isLibrary = request.url === '/posthog.mjs'
      response.setHeader('content-type', isLibrary ? 'text/javascript' : 'text/html; charset=utf-8')
      response.end(isLibrary ? library : '<!doctype html><title>A page</title>')
    }).listen(0, '127.0.0.1')
    await once(site, 'listening')
    const address = site.address()
    origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
    browser = await chromium.launch(chromiumOptions())
  })

  afterAll(async () => {
    await browser?.close()
    site?.close()
  })

  /** Opens a page with posthog-js in it, set up as an application would, and listens for complaints. */
  async function open(config: Record<string, unknown> = {}): Promise<{ page: Page; problems: string[] }> {
    const page = await browser.newPage()
    const problems: string[] = []
    page.on('console', (message) => {
      // Its lazily loaded scripts, surveys for one, are not served here: it logs that and goes on.
      const isStatic = new URL(message.location().url, origin).pathname.startsWith('/static/')
      if (message.type() === 'error' && !isStatic) problems.push(message.text())
    })
    page.on('pageerror', (error) => problems.push(String(error)))
    await page.goto(`${origin}/start`)
    const options = {
      api_host: collector.url,
      // Without it posthog-js takes a headless browser for a bot, and is silent.
      opt_out_useragent_filter: true,
      capture_pageview: 'history_change',
      capture_pageleave: true,
      autocapture: false,
      ...config,
    }
    await page.addScriptTag({
      type: 'module',
      content: `import posthog from '/posthog.mjs'
        posthog.init('phc_browser', ${JSON.stringify(options)})
        window.posthog = posthog`,
    })
    return { page, problems }
  }

  it('delivers gzip by default, without a complaint in the console', async () => {
    const { page, problems } = await open()
    expect(await arrival('$pageview')).toMatchObject({
      token: 'phc_browser',
      properties: { $pathname: '/start', title: 'A page' },
      request: {
        method: 'POST',
        encoding: 'gzip',
        contentType: 'text/plain',
        origin,
        secFetchMode: 'cors',
        retryCount: 0,
      },
    })
    // Until the remote configuration is here, posthog-js sends to the endpoint that it was built with.
    await page.waitForFunction(
      () =>
        (globalThis as { posthog?: { analyticsDefaultEndpoint: string } }).posthog
          ?.analyticsDefaultEndpoint === '/i/v0/e/',
    )
    await page.evaluate(() => history.pushState(null, '', '/next'))
    await expect.poll(() => collector.events({ event: '$pageview' }).length, { timeout: 10_000 }).toBe(2)
    expect(collector.events({ event: '$pageview' })[1]).toMatchObject({
      properties: { $pathname: '/next' },
      // The endpoint that the remote configuration names.
      request: { path: '/i/v0/e/' },
    })
    expect(problems).toEqual([])
    await page.close()
  })

  it('delivers plain JSON with compression disabled, preflight included', async () => {
    const { page, problems } = await open({ disable_compression: true })
    expect((await arrival('$pageview')).request).toMatchObject({
      encoding: 'none',
      contentType: 'application/json',
      secFetchMode: 'cors',
    })
    expect(problems).toEqual([])
    await page.close()
  })

  it.each([
    ['gzip', false],
    ['base64', true],
  ] as const)(
    'delivers its last events by a %s beacon when the tab closes',
    async (encoding, disable_compression) => {
      const { page } = await open({ disable_compression })
      const view = await arrival('$pageview')
      await page.close({ runBeforeUnload: true })
      expect(await arrival('$pageleave')).toMatchObject({
        properties: { $pageview_id: view.properties['$pageview_id'] },
        request: { encoding, secFetchMode: 'no-cors', origin },
      })
    },
  )

  it('sends nothing twice: each answer is understood as success', async () => {
    const { page } = await open()
    await arrival('$pageview')
    await page.evaluate(`for (let count = 0; count < 50; count++) posthog.capture('burst')
      posthog.capture('last')`)
    await arrival('last')
    await page.close({ runBeforeUnload: true })
    await arrival('$pageleave')
    expect(collector.events({ event: 'burst' })).toHaveLength(50)
    expect(
      collector.events().filter(({ duplicate, request }) => duplicate || request.retryCount > 0),
    ).toEqual([])
  })
})
