import type { Page } from '@playwright/test'
import { cannot } from '../engine.ts'
import type { DrivenPage } from '../engine.ts'

/** A page of Playwright. */
export function playwrightPage(page: Page): DrivenPage {
  return {
    goto: async (url) => void (await page.goto(url)),
    // Playwright's own type of the script unwraps handles, which these scripts have none of.
    evaluate: <Result>(script: (argument: string) => Result | Promise<Result>, argument = '') =>
      page.evaluate(script as (argument: string) => Promise<Result>, argument),
    click: (selector) => page.click(selector),
    reload: async () => void (await page.reload()),
    back: async () => void (await page.goBack({ waitUntil: 'commit' })),
    async cover() {
      const tab = await page.context().newPage()
      await tab.bringToFront()
      return playwrightPage(tab)
    },
    openBehind: cannot('background'),
    show: () => page.bringToFront(),
    close: () => page.close(),
  }
}
