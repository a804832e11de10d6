import { expect, test } from './fixtures.ts'
import type { Page } from './fixtures.ts'
import { push } from './move.ts'

/** Everything that a page of this site has stored. */
const stored = (page: Page) =>
  page.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: (await indexedDB.databases()).map(({ name }) => name),
    cookie: document.cookie,
  }))
const nothing = {
  local: { waypost_consent: '"denied"' },
  session: {},
  databases: [],
  cookie: '',
}

// With posthog-js identity and storage are posthog-js's own.
for (const way of ['direct', 'script', 'plain'] as const) {
  test.describe(way, () => {
    test('C3 after optOut() nothing more is sent, not even the leave, and nothing is left', async ({
      page,
      site,
    }) => {
      await site.open(page, way, '/a')
      await site.event('$pageview')
      const before = site.arrived().length
      await page.evaluate(() => {
        window.waypost.capture('waits')
        window.waypost.optOut()
        window.waypost.capture('late')
      })
      await push(page, way, '/b')
      await expect.poll(() => stored(page)).toEqual(nothing)

      // The next document of this site sends what it has, and by then anything else would be there too.
      await page.goto(site.url('/untracked'))
      await page.goto(site.url('/c'))
      await page.waitForFunction(() => window.waypost?.consent === 'denied')
      expect(await stored(page)).toEqual(nothing)
      await page.evaluate(() => window.waypost.optIn())
      await site.event('$pageview', { $pathname: '/c' })
      const events = site.arrived().slice(before)
      expect(events.map(({ event, properties }) => `${event} ${String(properties['$pathname'])}`)).toEqual([
        '$pageview /c',
      ])
      const [first] = site.arrived()
      expect(events[0]?.distinctId).not.toBe(first?.distinctId)
    })

    test('C3 opting out holds for the other tabs', async ({ tabs, site }) => {
      const page = await tabs.newPage()
      await site.open(page, way, '/a')
      const other = await tabs.newPage()
      await site.open(other, way, '/b')
      await site.event('$pageview', { $pathname: '/b' })
      await page.evaluate(() => window.waypost.optOut())
      await other.waitForFunction(() => window.waypost.consent === 'denied' && !window.waypost.view)
      await expect.poll(() => stored(other)).toEqual(nothing)
      await page.evaluate(() => window.waypost.optIn())
      await other.waitForFunction(() => !!window.waypost.view)
    })
  })
}
