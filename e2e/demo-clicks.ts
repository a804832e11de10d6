import type { Page } from '@playwright/test'
import { expect } from './fixtures.ts'

/** What the user does, with the words for it. */
export interface Click {
  label: string
  run(page: Page): Promise<unknown>
}

type Name = string | RegExp

const within = (page: Page, area: string | undefined) =>
  area === undefined
    ? page.getByRole('main')
    : area === 'header'
      ? page.locator('header')
      : page.getByRole('navigation', { name: area, exact: true })

const click =
  (role: 'link' | 'button', area?: string) =>
  (name: Name): Click => ({
    label: `${area ? `${area}: ` : ''}${String(name)}`,
    run: (page) => within(page, area).getByRole(role, { name, exact: true }).click(),
  })

/** A link in the content of the page. */
export const link = click('link')
/** A button in the content of the page. */
export const button = click('button')
/** A link of the main navigation. */
export const main = click('link', 'Main')
export const header = click('link', 'header')
export const headerButton = click('button', 'header')
export const way = click('link', 'Way of tracking')
export const team = click('link', 'Team')
export const instance = click('link', 'Instance')
export const contents = click('link', 'On this page')
export const season = click('link', 'Seasons')

/** Opens an address, as if it were typed. */
export const address = (path: string): Click => ({
  label: `address ${path}`,
  run: (page) => page.goto(path),
})

// A page that comes from the back/forward cache fires no load event.
export const back: Click = { label: 'Back', run: (page) => page.evaluate(() => history.back()) }
export const forward: Click = { label: 'Forward', run: (page) => page.evaluate(() => history.forward()) }

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Leave without saving?' })

/** Answers the question whether to leave, which `first` brings up. */
export const answer = (first: Click, choice: 'Stay' | 'Leave' | 'Escape'): Click => ({
  label: `${first.label}, then ${choice}`,
  async run(page) {
    await first.run(page)
    await expect(dialog(page)).toBeVisible()
    if (choice === 'Escape') await page.keyboard.press('Escape')
    else await dialog(page).getByRole('button', { name: choice, exact: true }).click()
    await expect(dialog(page)).toBeHidden()
  },
})

/** A link or button that opens a tab, which is closed as soon as it has loaded. */
export const opensTab = (first: Click): Click => ({
  label: `${first.label}, and close the new tab`,
  async run(page) {
    const opened = page.context().waitForEvent('page')
    await first.run(page)
    await (await opened).close()
  },
})
