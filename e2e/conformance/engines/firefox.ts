import { firefox } from '@playwright/test'
import type { Page } from '@playwright/test'
import type { DrivenPage, Engine } from '../engine.ts'
import { playwrightPage } from './playwright-page.ts'

/** A page of Firefox. A tab that a link opens is in front, and the one before it is truly hidden. */
function firefoxPage(page: Page): DrivenPage {
  return {
    ...playwrightPage(page),
    // It does not tell Playwright that it has gone back.
    back: () => page.evaluate(() => void setTimeout(() => history.back(), 0)),
    async cover() {
      const [tab] = await Promise.all([
        page.context().waitForEvent('page'),
        page.evaluate(() => {
          const link = Object.assign(document.createElement('a'), { href: '/untracked', target: '_blank' })
          link.id = 'cover'
          link.textContent = 'cover'
          document.body.append(link)
        }),
        page.click('#cover'),
      ])
      return firefoxPage(tab)
    },
  }
}

/** The Firefox of the system, by WebDriver BiDi: `FIREFOX_PATH`, or `firefox-esr`. */
export async function startFirefox(): Promise<Engine> {
  const browser = await firefox.launch({
    channel: 'moz-firefox',
    executablePath: process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr',
  })
  return {
    name: `Firefox ${browser.version().replace(/\..*/, '')}`,
    can: new Set(['tabs', 'bfcache']),
    async open() {
      const context = await browser.newContext()
      const page = await context.newPage()
      return { ...firefoxPage(page), close: () => context.close() }
    },
    close: () => browser.close(),
  }
}
