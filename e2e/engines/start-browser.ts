import { chromium, firefox, webkit } from '@playwright/test'
import { chromiumOptions } from '../../scripts/find-browser.mjs'
import type { FoundEngine } from '../../scripts/find-browser.mjs'
import { startWebKit } from '../webkit/webkit-browser.ts'
import type { Browser } from './page.ts'
import { createPlaywrightBrowser } from './playwright-browser.ts'

/** Starts an engine that was found on this machine, in the way that it is driven. */
export async function startBrowser({
  engine,
  program: executablePath,
}: Pick<FoundEngine, 'engine' | 'program'>): Promise<Browser> {
  const starters: Record<FoundEngine['engine'], () => Promise<Browser>> = {
    chromium: async () =>
      createPlaywrightBrowser(await chromium.launch(chromiumOptions({ bfcache: true })), engine),
    // Firefox as it is, by WebDriver BiDi.
    firefox: async () =>
      createPlaywrightBrowser(await firefox.launch({ channel: 'moz-firefox', executablePath }), engine),
    // WebKitGTK is not Playwright's to launch.
    webkit: startWebKit,
    'playwright-firefox': async () => createPlaywrightBrowser(await firefox.launch(), engine),
    'playwright-webkit': async () => createPlaywrightBrowser(await webkit.launch(), engine),
  }
  return starters[engine]()
}
