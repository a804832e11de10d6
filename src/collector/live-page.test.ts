// @vitest-environment node
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, expect as expectOnce } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { chromiumOptions } from '../../scripts/find-browser.mjs'
import { createCollector } from './index.js'
import type { Collector } from './index.js'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })
const expectPage = expectOnce.configure({ timeout: 10_000 })

let folder: string
let browser: Browser
let collector: Collector
let page: Page
let problems: string[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'live-page-'))
  await build({
    configFile: fileURLToPath(new URL('../dashboard/vite.config.ts', import.meta.url)),
    logLevel: 'silent',
    mode: 'production',
    build: { outDir: folder },
  })
  browser = await chromium.launch(chromiumOptions())
})

afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})

beforeEach(async () => {
  collector = await createCollector({ port: 0, dashboard: folder })
  page = await browser.newPage()
  problems = []
  // Breaches of the content security policy show up here, too.
  page.on('console', (message) => problems.push(message.text()))
  page.on('pageerror', (error) => problems.push(String(error)))
})

afterEach(async () => {
  await page.close()
  await collector.close()
})

async function send(...events: object[]): Promise<void> {
  const batch = events.map((event) => ({ distinct_id: 'd', token: 'phc_a', ...event }))
  const response = await fetch(`${collector.url}/batch/`, { method: 'POST', body: JSON.stringify(batch) })
  expect(response.status).toBe(200)
}

const view = (id: string, path: string) => ({
  event: '$pageview',
  properties: { $pageview_id: id, $pathname: path, title: `Title of ${path}`, navigation_type: 'push' },
})
const leave = (id: string, path: string) => ({
  event: '$pageleave',
  properties: { $pageview_id: id, $pathname: path, leave_reason: 'navigation', $prev_pageview_duration: 75 },
})
const rows = () => page.locator('li.event')
const count = (name: string) => page.locator('label', { hasText: name }).locator('.count')

describe('the live page', () => {
  it('runs under its policy, and says what to do while there is nothing', async () => {
    await page.goto(`${collector.url}/live`)
    await expectPage(page.getByRole('heading', { name: 'Waiting for the first event' })).toBeVisible()
    await expectPage(page.getByText(`data-host="${collector.url}"`)).toBeVisible()
    await expectPage(page.getByText(`curl ${collector.url}/e/`)).toBeVisible()
    await expectPage(page.getByRole('status')).toHaveText('Live')
    expect(problems).toEqual([])
  })

  it('shows what arrives, newest first, and pairs a view with its leave', async () => {
    await page.goto(`${collector.url}/live`)
    await expectPage(page.getByRole('status')).toHaveText('Live')
    await send(view('view-1', '/a'))
    await expectPage(rows()).toHaveCount(1)
    await expectPage(rows().first()).toContainText('open')

    await send(leave('view-1', '/a'), view('view-2', '/b'))
    await expectPage(rows()).toHaveCount(3)
    await expectPage(rows().locator('.heading')).toHaveText(['/b', '/a', '/a'])
    await expectPage(rows().nth(1)).toContainText('1m 15s')
    await expectPage(rows().nth(2)).not.toContainText('open')

    await rows().nth(1).getByRole('button').focus()
    await expectPage(page.locator('li.related')).toHaveCount(2)
    expect(problems).toEqual([])
  })

  it('opens the properties with Enter', async () => {
    await send(view('view-1', '/a'))
    await page.goto(`${collector.url}/live`)
    await rows().first().getByRole('button').press('Enter')
    await expectPage(page.getByRole('region', { name: 'Properties' })).toContainText(
      '"navigation_type": "push"',
    )
    await expectPage(page.getByRole('region', { name: 'Delivery' })).toContainText('POST /batch/')
  })

  it('renders hostile text as text', async () => {
    const attack = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>`
    const properties = {
      $pathname: attack,
      title: attack,
      route_pattern: attack,
      navigation_type: attack,
      [attack]: attack,
    }
    await send({ event: '$pageview', properties, token: attack.slice(0, 60), distinct_id: attack })
    await send({ event: attack, properties })
    await page.goto(`${collector.url}/live`)
    await expectPage(rows()).toHaveCount(2)
    for (const row of await rows().all()) await row.getByRole('button').click()
    await expectPage(rows().locator('.heading')).toHaveText([attack, attack])
    expect(await page.evaluate('window.hacked')).toBeUndefined()
    expect(await page.locator('li.event img, li.event script').count()).toBe(0)
    expect(problems).toEqual([])
  })

  it('takes thousands at once, keeps a thousand rows and counts them all', async () => {
    await page.goto(`${collector.url}/live`)
    await expectPage(page.getByRole('status')).toHaveText('Live')
    const burst = Array.from({ length: 2500 }, (_, index) => view(`view-${index}`, `/${index}`))
    await send(...burst)
    await expectPage(count('All')).toHaveText('2,500')
    await expectPage(rows()).toHaveCount(1000)
    await expectPage(rows().first().locator('.heading')).toHaveText('/2499')
  })

  it('filters by kind, text and project', async () => {
    await send(view('1', '/a'), leave('1', '/a'), view('2', '/b'), { event: 'deployed' })
    await send({ ...view('3', '/c'), token: 'phc_b' })
    await page.goto(`${collector.url}/live`)
    await expectPage(rows()).toHaveCount(5)
    await page.getByText('Leaves').click()
    await expectPage(rows()).toHaveCount(1)
    await page.getByText('Open views').click()
    await expectPage(rows().locator('.heading')).toHaveText(['/c', '/b'])
    await page.getByLabel('Project key').selectOption('phc_b')
    await expectPage(rows().locator('.heading')).toHaveText(['/c'])
    await expectPage(count('Views')).toHaveText(['1', '1'])
    await page.getByLabel('Filter by text').fill('nothing like it')
    await expectPage(page.getByText('No event matches')).toBeVisible()
    await page.getByRole('button', { name: 'Show all events' }).click()
    await expectPage(rows()).toHaveCount(5)
  })

  it('holds still while paused, and catches up', async () => {
    await send(view('1', '/a'))
    await page.goto(`${collector.url}/live`)
    await expectPage(rows()).toHaveCount(1)
    await page.getByRole('button', { name: 'Pause' }).click()
    await expectPage(page.getByRole('status')).toHaveText('Paused')
    await send(view('2', '/b'), view('3', '/c'))
    await expectPage(page.getByRole('button', { name: 'Resume' })).toContainText('2')
    await expectPage(rows()).toHaveCount(1)
    await page.getByRole('button', { name: 'Resume' }).click()
    await expectPage(rows()).toHaveCount(3)
  })

  it('clears, here and in the collector', async () => {
    await send(view('1', '/a'))
    await page.goto(`${collector.url}/live`)
    await expectPage(rows()).toHaveCount(1)
    await page.getByRole('button', { name: 'Clear' }).click()
    await expectPage(page.getByRole('heading', { name: 'Waiting for the first event' })).toBeVisible()
    expect(collector.events()).toEqual([])
  })

  it('says when the collector is gone, and starts over with a new one', async () => {
    await send(view('1', '/old'))
    await page.goto(`${collector.url}/live`)
    await expectPage(rows()).toHaveCount(1)
    const port = Number(new URL(collector.url).port)
    await collector.close()
    await expectPage(page.getByRole('status')).toHaveText('Reconnecting')
    collector = await createCollector({ port, dashboard: folder })
    await send(view('2', '/new'), view('3', '/newer'))
    await expectPage(page.getByRole('status')).toHaveText('Live')
    await expectPage(rows().locator('.heading')).toHaveText(['/newer', '/new'])
  })
})
