import { chromium } from '@playwright/test'
import type { Browser as Prerendering, Page as PuppeteerPage } from 'puppeteer-core'
import { chromiumOptions } from '../../../scripts/find-browser.mjs'
import { startPrerenderingBrowser, startTabBrowser } from '../../browsers.ts'
import { cannot } from '../engine.ts'
import type { DrivenPage, Engine } from '../engine.ts'
import { playwrightPage } from './playwright-page.ts'

/** A page of puppeteer, which is the one that lets pages be prerendered. */
const prerenderingPage = (page: PuppeteerPage): DrivenPage => ({
  goto: async (url) => void (await page.goto(url)),
  evaluate: <Result>(script: (argument: string) => Result | Promise<Result>, argument = '') =>
    page.evaluate(script as (argument: string) => Promise<Result>, argument),
  click: (selector) => page.click(selector),
  reload: async () => void (await page.reload()),
  back: () => page.evaluate(() => void setTimeout(() => history.back(), 0)),
  cover: cannot('tabs'),
  openBehind: cannot('background'),
  show: () => page.bringToFront(),
  close: () => page.close(),
})

/** Three browsers, each for what the others can't; the second and the third are started when they are needed. */
export async function startChromium(): Promise<Engine> {
  const browser = await chromium.launch(chromiumOptions({ bfcache: true }))
  // One for all: a context is a window with all that belongs to one, and origins keep the cells apart.
  const context = await browser.newContext()
  let tabs: ReturnType<typeof startTabBrowser> | undefined
  let prerendering: Promise<Prerendering> | undefined

  return {
    name: `Chromium ${browser.version().replace(/\..*/, '')}`,
    can: new Set(['tabs', 'background', 'prerender', 'bfcache']),
    async open(needs) {
      if (needs.includes('prerender'))
        return prerenderingPage(await (await (prerendering ??= startPrerenderingBrowser())).newPage())
      if (needs.includes('tabs') || needs.includes('background')) {
        const { context: windows } = await (tabs ??= startTabBrowser())
        const page = await windows.newPage()
        return {
          ...playwrightPage(page),
          async openBehind(selector) {
            const [behind] = await Promise.all([
              windows.waitForEvent('page'),
              page.click(selector, { modifiers: ['ControlOrMeta'] }),
            ])
            return playwrightPage(behind)
          },
        }
      }
      return playwrightPage(await context.newPage())
    },
    async close() {
      await Promise.all([
        browser.close(),
        tabs?.then(({ close }) => close()),
        prerendering?.then((one) => one.close()),
      ])
    },
  }
}
