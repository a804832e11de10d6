import { chromium, expect, firefox, test as base } from '@playwright/test'
import type { Page } from '@playwright/test'
import { chromiumOptions } from '../scripts/find-browser.mjs'
import { startFake } from '../src/dashboard/fake-api.contract.ts'
import type { Fake, FakeOptions, Size } from '../src/dashboard/fake-api.contract.ts'
import type { Engine } from './engines/capabilities.ts'

interface Fixtures {
  /** Skips what Playwright cannot drive. */
  drivable: undefined
  /** A collector made up, closed after the test. */
  collector(options: FakeOptions): Promise<Fake>
}
interface WorkerFixtures {
  /** The browser of this project. */
  engine: Engine
  program: string
  /** Where one of this size is; the same for all tests that only look. */
  at(size: Size): Promise<string>
}

/**
 * What the console may say: where the collector refuses, the browser tells of it; Chromium would have a name beside a
 * password, which a token has not; and Firefox looks for an icon, which the page to log in at does without.
 */
const expected =
  /status of (401|404|503)|ERR_CONNECTION_REFUSED|Password forms should have|img-src.*favicon\.ico/

export const test = base.extend<Fixtures, WorkerFixtures>({
  engine: ['chromium', { scope: 'worker', option: true }],
  program: ['', { scope: 'worker', option: true }],
  // Firefox as it is, by WebDriver BiDi, as in the other specs.
  browser: [
    async ({ engine, program: executablePath }, use) => {
      const browser = await (engine === 'firefox'
        ? firefox.launch({ channel: 'moz-firefox', executablePath })
        : engine === 'playwright-firefox'
          ? firefox.launch()
          : chromium.launch(chromiumOptions()))
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  at: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures needed from this pattern.
    async ({}, use) => {
      const fakes = new Map<Size, Promise<Fake>>()
      await use(async (size) => {
        const fake = fakes.get(size) ?? startFake({ size })
        fakes.set(size, fake)
        return (await fake).url
      })
      for (const fake of fakes.values()) await (await fake).close()
    },
    { scope: 'worker' },
  ],
  drivable: [
    async ({ engine }, use, { skip }) => {
      skip(
        /webkit/.test(engine),
        'These use all of Playwright’s page, which WebKit has not as it is driven here.',
      )
      await use(undefined)
    },
    { auto: true },
  ],
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures needed from this pattern.
  collector: async ({}, use) => {
    const started: Fake[] = []
    await use(async (options) => {
      const fake = await startFake(options)
      started.push(fake)
      return fake
    })
    for (const fake of started) await fake.close()
  },
  // Breaches of the content security policy are in the console, too.
  page: async ({ page }, use) => {
    const problems: string[] = []
    page.on('console', (message) => problems.push(message.text()))
    page.on('pageerror', (error) => problems.push(String(error)))
    page.on('dialog', (dialog) => problems.push(`dialog: ${dialog.message()}`))
    await use(page)
    expect(problems.filter((problem) => !expected.test(problem))).toEqual([])
  },
})

/** The pages, by their addresses. */
export const paths = ['/', '/live', '/pages', '/flows', '/sessions', '/delivery', '/installs?time=30d']

/** All panels have answered, and charts are drawn. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('h1')).toBeVisible()
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  for (const chart of await page.locator('.chart').all()) await expect(chart.locator('svg')).toBeVisible()
}
export async function open(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await settled(page)
}
export const figure = (page: Page, name: string) => page.locator('.stat', { hasText: name }).locator('.value')
