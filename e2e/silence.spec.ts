import type { Page } from '@playwright/test'
import { expect, test, ways } from './fixtures.ts'
import type { Site } from './fixtures.ts'
import { push } from './move.ts'
import type { Setup } from './setup.ts'

/** Everything that the page said or threw, apart from what the browser itself says of the network. */
function listen(page: Page) {
  const heard: string[] = []
  page.on('pageerror', (error) => heard.push(`uncaught ${error.message}`))
  page.on('console', (message) => {
    const text = message.text()
    const browsers = /^Failed to load resource|Content Security Policy|blocked by CORS policy/.test(text)
    if (!browsers) heard.push(`${message.type()} ${text}`)
  })
  return heard
}

/** Nothing listens there. */
const nobody = 'http://127.0.0.1:9'

interface Trouble {
  setup: Setup
  /** Happens when something could not be sent. */
  failed: Promise<unknown>
}

const troubles: Record<string, (page: Page, site: Site) => Promise<Trouble>> = {
  'nobody answers': async (page) => ({
    setup: { collector: nobody },
    failed: page.waitForEvent('requestfailed'),
  }),
  'a blocker stops the request': async (page, site) => {
    await page.route(`${site.collector}/**`, (route) => route.abort('blockedbyclient'))
    return { setup: {}, failed: page.waitForEvent('requestfailed') }
  },
  'the policy of the page forbids it': async (page) => ({
    setup: { headers: { 'content-security-policy': `connect-src 'self'` } },
    failed: page.waitForEvent('console', (message) => /Content Security Policy/.test(message.text())),
  }),
}

for (const way of ways) {
  test.describe(way, () => {
    for (const [what, prepare] of Object.entries(troubles)) {
      test(`C4 the page hears nothing when ${what}`, async ({ page, site }) => {
        const heard = listen(page)
        const { setup, failed } = await prepare(page, site)
        // What it asks for besides, and what it then says, is posthog-js's own.
        await site.open(page, way, '/a', { posthog: { advanced_disable_flags: true }, ...setup })
        await push(page, way, '/b')
        await failed
        // Another navigation still works, and so does leaving.
        await push(page, way, '/c')
        await page.waitForURL('**/c')
        await page.click('#untracked')
        await page.waitForURL('**/untracked')
        expect(heard).toEqual([])
      })
    }

    test('C4 the page hears nothing when all is well', async ({ page, site }) => {
      const heard = listen(page)
      await site.open(page, way, '/a')
      await push(page, way, '/b')
      expect(await site.finish(page)).toBeJourney(['load /a', 'push /b'])
      expect(heard).toEqual([])
    })

    test('C4 options of the wrong type disturb nothing', async ({ page, site }) => {
      const heard = listen(page)
      await site.open(page, way, '/a', { options: { ignore: 'no function', pageKey: 7 } })
      await push(page, way, '/b')
      expect(await site.finish(page)).toBeJourney(['load /a', 'push /b'])
      expect(heard).toEqual([])
    })
  })
}
