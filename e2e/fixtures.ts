import { randomBytes } from 'node:crypto'
import { test as base } from '@playwright/test'
import type { BrowserContext } from '@playwright/test'
import type { Browser } from 'puppeteer-core'
import { startPrerenderingBrowser, startTabBrowser } from './browsers.ts'
import { createSite, createWorld } from './site.ts'
import type { Site, World } from './site.ts'

interface TestFixtures {
  /** The site of this test, with what the collector received from it. */
  site: Site
}

interface WorkerFixtures {
  world: World
  /** Tabs of a browser whose tabs are truly hidden and shown. */
  tabs: BrowserContext
  /** A browser that prerenders. */
  prerendering: Browser
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  world: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures needed from this pattern.
    async ({}, use) => {
      const world = await createWorld()
      await use(world)
      await world.close()
    },
    { scope: 'worker' },
  ],
  tabs: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const { context, close } = await startTabBrowser()
      await use(context)
      await close()
    },
    { scope: 'worker' },
  ],
  prerendering: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const browser = await startPrerenderingBrowser()
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  site: async ({ world }, use) => {
    const site = createSite(world, `e2e${randomBytes(6).toString('hex')}`)
    await use(site)
    site.forget()
  },
})

export { expect, journey, leaves, nothing, views } from './journey.ts'
export { routed, ways } from './setup.ts'
export type { Site } from './site.ts'
