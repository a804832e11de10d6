import { randomBytes } from 'node:crypto'
import type { TestType } from '@playwright/test'
import type { Browser as PuppeteerBrowser } from 'puppeteer-core'
import { lacking, needed } from './engines/capabilities.ts'
import type { Engine } from './engines/capabilities.ts'
import { startPrerenderingBrowser } from './engines/chromium-browsers.ts'
import type { Browser, Page, Tabs } from './engines/page.ts'
import { startBrowser } from './engines/start-browser.ts'
import { createSite } from './site.ts'
import type { Site } from './site.ts'
import { worldTest } from './world.ts'

interface TestFixtures {
  /** A page of a browser; another for each test. */
  page: Page
  /** The site of this test, with what the collector received from it. */
  site: Site
  /** Skips what this engine can't run, and says why. */
  capable: undefined
}

interface WorkerFixtures {
  /** The browser of this project, and how it is driven. */
  engine: Engine
  program: string
  driven: Browser
  /** Tabs that are truly hidden and shown. */
  tabs: Tabs
  /** A browser that prerenders. */
  prerendering: PuppeteerBrowser
}

/** Without the fixtures that know Playwright's own browsers and no others. */
type WithoutPages<Test> =
  Test extends TestType<infer Args, infer WorkerArgs>
    ? TestType<Omit<Args, 'page' | 'context'>, WorkerArgs>
    : never
const base: WithoutPages<typeof worldTest> = worldTest

export const test = base.extend<TestFixtures, WorkerFixtures>({
  engine: ['chromium', { scope: 'worker', option: true }],
  program: ['', { scope: 'worker', option: true }],
  driven: [
    async ({ engine, program }, use) => {
      const browser = await startBrowser({ engine, program })
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  tabs: [
    async ({ driven }, use) => {
      const tabs = await driven.openTabs()
      await use(tabs)
      await tabs.close()
    },
    { scope: 'worker' },
  ],
  prerendering: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures needed from this pattern.
    async ({}, use) => {
      const browser = await startPrerenderingBrowser()
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  capable: [
    async ({ engine }, use, { annotations, skip }) => {
      const reason = lacking(engine, needed(annotations))
      skip(reason !== undefined, reason)
      await use(undefined)
    },
    { auto: true },
  ],
  page: async ({ driven }, use) => {
    const page = await driven.newPage()
    await use(page)
    if (!page.isClosed()) await page.close()
  },
  site: async ({ world }, use) => {
    const site = createSite(world, `e2e${randomBytes(6).toString('hex')}`)
    await use(site)
    site.forget()
  },
})

export { needs } from './engines/capabilities.ts'
export type { Page, Tabs } from './engines/page.ts'
export { expect, journey, leaves, nothing, views } from './journey.ts'
export { routed, ways } from './setup.ts'
export type { Site } from './site.ts'
