import { firefox } from '@playwright/test'
import type { BrowserContext, Page } from '@playwright/test'
import { findFirefox } from '../../scripts/find-browser.mjs'
import { startTabBrowser } from '../browsers.ts'

export const engines = ['chromium', 'firefox'] as const
export type Engine = (typeof engines)[number]

/** A browser whose tabs are truly hidden and shown. */
export interface WalkBrowser {
  engine: Engine
  /** A new tab, in front. */
  openTab(): Promise<Page>
  /** Puts another tab in front, which nobody tracks. */
  cover(): Promise<void>
  close(): Promise<void>
}

export async function startWalkBrowser(engine: Engine, coverUrl: string): Promise<WalkBrowser> {
  if (engine === 'chromium') {
    const { context, close } = await startTabBrowser()
    const cover = context.pages()[0] ?? (await context.newPage())
    await cover.goto(coverUrl)
    return {
      engine,
      async openTab() {
        const page = await context.newPage()
        await page.bringToFront()
        return page
      },
      cover: () => cover.bringToFront(),
      close,
    }
  }
  const executablePath = findFirefox()
  // Any channel of this kind makes Playwright drive a Firefox that it did not build.
  const browser = await firefox.launch({ channel: 'moz-firefox', ...(executablePath && { executablePath }) })
  const context = await browser.newContext()
  const cover = await context.newPage()
  await cover.goto(coverUrl)
  return {
    engine,
    openTab: () => openFirefoxTab(context, cover),
    cover: () => cover.bringToFront(),
    close: () => browser.close(),
  }
}

/** Playwright opens windows there, which hide nothing. A link that a user clicks opens a tab. */
async function openFirefoxTab(context: BrowserContext, cover: Page): Promise<Page> {
  await cover.bringToFront()
  const opened = context.waitForEvent('page')
  await cover.evaluate(() => {
    const link = document.createElement('a')
    Object.assign(link, { href: 'about:blank', target: '_blank', rel: 'noopener', textContent: 'tab' })
    link.id = 'tab'
    document.body.append(link)
  })
  await cover.click('#tab')
  const page = await opened
  await cover.evaluate(() => document.querySelector('#tab')?.remove())
  await page.bringToFront()
  return page
}
