import { expect, test, ways } from './fixtures.ts'
import type { Page, Site } from './fixtures.ts'
import { push } from './move.ts'
import type { Setup, Way } from './setup.ts'
import { createTroubled } from './trouble.ts'

const saying = (name: string, value: unknown) =>
  `<script>Object.defineProperty(navigator, '${name}', { value: ${JSON.stringify(value)} })</script>`

/** Why nothing may leave. */
const offs: Record<string, Setup> = {
  'the app says so': { options: { consent: 'denied' } },
  'the user has not decided': { options: { consent: 'pending' } },
  'the browser says Do Not Track': { head: saying('doNotTrack', '1') },
  'the browser says Global Privacy Control': { head: saying('globalPrivacyControl', true) },
}

/** All that a page has stored, and all that it asked for anywhere. */
const traces = (page: Page) =>
  page.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    cookie: document.cookie,
    requests: performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => !name.startsWith(location.origin) || name.includes('posthog-js')),
  }))
const none = { local: {}, session: {}, databases: [], caches: [], cookie: '', requests: [] }

async function useIt(page: Page, way: Way) {
  await push(page, way, '/b')
  await page.evaluate(async () => {
    window.waypost.capture('clicked', { nodes: 3 })
    window.waypost.identify('user-7', { plan: 'pro' })
    window.waypost.group('team', 't1')
    window.waypost.register({ plan: 'pro' })
    scrollTo(0, 100)
    dispatchEvent(new PointerEvent('pointermove', { bubbles: true }))
    await window.waypost.flush()
  })
  await push(page, way, '/c')
}

/** A page of the site whose every request to a receiver is counted. */
async function openOff(site: Site, page: Page, way: Way, setup: Setup) {
  const receiver = await createTroubled(site.collector)
  const tag =
    way === 'script' || way === 'plain' ? `data-key="${site.key}" data-host="${receiver.url}"` : undefined
  await site.open(page, way, '/a', { ...setup, collector: receiver.url, ...(tag && { tag }) })
  return receiver
}

for (const way of ways) {
  test.describe(way, () => {
    for (const [why, setup] of Object.entries(offs)) {
      test(`C1 off because ${why}: no request, no storage, no cookie`, async ({ page, site }) => {
        const receiver = await openOff(site, page, way, setup)
        await useIt(page, way)
        expect(await traces(page)).toEqual(none)
        await page.reload()
        await page.waitForFunction(() => !!window.waypost?.consent)
        await useIt(page, way)
        await page.goto(site.url('/untracked'))
        expect(await traces(page)).toEqual(none)
        // What an exit sends arrives before what a later page asks for.
        await page.goto(site.url('/a'))
        await page.waitForFunction(() => !!window.waypost?.consent)
        await page.evaluate(() => window.waypost.optIn())
        await expect.poll(() => receiver.calls()).toBeGreaterThan(0)
        await site.event('$pageview', { $pathname: '/a' })
        expect(site.arrived().map(({ properties }) => properties['$pathname'])).not.toContain('/b')
        await receiver.close()
      })
    }

    test('C2 a user who agrees later: what was seen before arrives, with the times of then', async ({
      page,
      site,
    }) => {
      const receiver = await openOff(site, page, way, { options: { consent: 'pending' } })
      await push(page, way, '/b')
      const after = await page.evaluate(() => Date.now())
      expect(await traces(page)).toEqual(none)
      await page.evaluate(() => window.waypost.optIn())
      const view = await site.event('$pageview', { $pathname: '/a' })
      expect(Date.parse(view.timestamp)).toBeLessThanOrEqual(after)
      const { requests } = await traces(page)
      expect(requests.some((name) => name.includes('posthog-js'))).toBe(way === 'posthog-js')
      expect(await site.finish(page)).toBeJourney(['load /a', 'push /b'])
      await receiver.close()
    })
  })
}
