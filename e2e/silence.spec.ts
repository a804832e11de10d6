import { expect, needs, test, ways } from './fixtures.ts'
import type { Page, Site } from './fixtures.ts'
import { blocked } from './engines/playwright-browser.ts'
import { push } from './move.ts'
import type { Setup } from './setup.ts'

/** Tells the server whatever the page says or throws. First of all scripts, so that it hears all of them. */
const head = `<script>{
  const tell = (...words) => navigator.sendBeacon('/heard', words.map(String).join(' '))
  for (const kind of ['debug', 'log', 'info', 'warn', 'error', 'trace', 'assert', 'dir', 'table'])
    console[kind] = (...words) => tell(kind, ...words)
  addEventListener('error', ({ message }) => tell('uncaught', message))
  addEventListener('unhandledrejection', ({ reason }) => tell('unhandled', reason))
}</script>`

/** What was heard, up to now: the page says a last word, and that is all there should be. */
async function expectSilence(page: Page, site: Site) {
  // eslint-disable-next-line no-console -- it is the page that speaks.
  await page.evaluate(() => console.info('the last word'))
  await expect.poll(() => site.heard()).toEqual(['info the last word'])
}

interface Trouble {
  setup: Setup
  /** Waits until something could not be sent. */
  failed(): Promise<unknown>
}

const troubles: Record<string, (page: Page, site: Site) => Promise<Trouble>> = {
  'nobody answers': async (_page, site) => ({
    setup: { collector: site.deaf },
    failed: () => expect.poll(() => site.hungUp()).toBeGreaterThan(0),
  }),
  'a blocker stops the request': async (page, site) => {
    const count = await blocked(page, `${site.collector}/**`)
    return { setup: {}, failed: () => expect.poll(count).toBeGreaterThan(0) }
  },
  'the policy of the page forbids it': async (_page, site) => ({
    setup: { headers: { 'content-security-policy': "connect-src 'self'; report-uri /report" } },
    failed: () => expect.poll(() => site.reported().length).toBeGreaterThan(0),
  }),
}

for (const way of ways) {
  test.describe(way, () => {
    for (const [what, prepare] of Object.entries(troubles)) {
      const needed = what === 'a blocker stops the request' ? needs('interception') : {}
      test(`C4 the page hears nothing when ${what}`, needed, async ({ page, site }) => {
        const { setup, failed } = await prepare(page, site)
        // What it asks for besides, and what it then says, is posthog-js's own.
        await site.open(page, way, '/a', { head, posthog: { advanced_disable_flags: true }, ...setup })
        await push(page, way, '/b')
        await failed()
        // Another navigation still works, and so does leaving.
        await push(page, way, '/c')
        await page.waitForURL('**/c')
        await expectSilence(page, site)
        await page.click('#untracked')
        await page.waitForURL('**/untracked')
        expect(site.heard()).toHaveLength(1)
      })
    }

    test('C4 the page hears nothing when all is well', async ({ page, site }) => {
      await site.open(page, way, '/a', { head })
      await push(page, way, '/b')
      await expectSilence(page, site)
      expect(await site.finish(page)).toBeJourney(['load /a', 'push /b'])
      expect(site.heard()).toHaveLength(1)
    })

    test('C4 options of the wrong type disturb nothing', async ({ page, site }) => {
      await site.open(page, way, '/a', { head, options: { ignore: 'no function', pageKey: 7 } })
      await push(page, way, '/b')
      await expectSilence(page, site)
      expect(await site.finish(page)).toBeJourney(['load /a', 'push /b'])
      expect(site.heard()).toHaveLength(1)
    })
  })
}
