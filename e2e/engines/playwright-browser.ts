import type { Browser as PlaywrightBrowser, BrowserContext, Page as PlaywrightPage } from '@playwright/test'
import { startTabBrowser } from './chromium-browsers.ts'
import { engines } from './capabilities.ts'
import type { Engine } from './capabilities.ts'
import type { Browser, Page, Tabs } from './page.ts'

type ClosableTabs = Tabs & { close(): Promise<void> }

const openBehind =
  (context: BrowserContext): Tabs['openBehind'] =>
  async (page, selector) => {
    const own = context.pages().find((candidate) => candidate === page)
    if (!own) throw new Error('The page is none of these tabs.')
    const [behind] = await Promise.all([
      context.waitForEvent('page'),
      own.click(selector, { modifiers: ['ControlOrMeta'] }),
    ])
    await behind.waitForLoadState()
    return behind
  }

async function chromiumTabs(): Promise<ClosableTabs> {
  const { context, close } = await startTabBrowser()
  return { newPage: () => context.newPage(), openBehind: openBehind(context), close }
}

/** To Firefox a page that Playwright opens is a window of its own. A tab is what a page opens. */
async function firefoxTabs(browser: PlaywrightBrowser): Promise<ClosableTabs> {
  const context = await browser.newContext()
  const opener = await context.newPage()
  return {
    async newPage() {
      await opener.bringToFront()
      const [page] = await Promise.all([
        context.waitForEvent('page'),
        opener.evaluate(() => void window.open('about:blank', '_blank', 'noopener')),
      ])
      return page
    },
    openBehind: openBehind(context),
    close: () => context.close(),
  }
}

/** A browser that Playwright drives. */
export function createPlaywrightBrowser(browser: PlaywrightBrowser, engine: Engine): Browser {
  return {
    name: `${engines[engine]} ${browser.version().replace(/\..*/, '')}`,
    async newPage() {
      const context = await browser.newContext()
      const page = await context.newPage()
      // It may be gone by then, with its browser.
      page.once('close', () => void context.close().catch(() => undefined))
      return page
    },
    openTabs: () => (engine === 'chromium' ? chromiumTabs() : firefoxTabs(browser)),
    close: () => browser.close(),
  }
}

/** Ends the process of a page, and with it the document, without an event. */
export async function crash(page: Page): Promise<void> {
  if (!('route' in page)) throw new Error('Only Playwright can crash a page: needs("crash").')
  const own = page as PlaywrightPage
  const crashed = own.waitForEvent('crash')
  await own.goto('chrome://crash').catch(() => undefined)
  await crashed
}

/** Stops all requests of a page to these addresses, as a blocker does. Returns how many there were. */
export async function blocked(page: Page, urls: string): Promise<() => number> {
  if (!('route' in page)) throw new Error('Only Playwright can stop requests: needs("interception").')
  let count = 0
  await (page as PlaywrightPage).route(urls, (route) => {
    count++
    return route.abort('blockedbyclient')
  })
  return () => count
}
