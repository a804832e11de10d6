import { expect, leaves, needs, test, views, ways } from './fixtures.ts'
import type { Page, Site } from './fixtures.ts'

/** Lets time pass: something in the tab in front is waited for. Returns its moment. */
async function somethingInFront(page: Page, site: Site, name: string) {
  await page.evaluate((event) => window.waypost.capture(event), name)
  const { receivedAt } = await site.event(name)
  return receivedAt
}

for (const way of ways) {
  test.describe(way, needs('tabs'), () => {
    test('V8 a background tab has no view until it is shown, and time counts from then', async ({
      tabs,
      site,
    }) => {
      const front = await tabs.newPage()
      await site.open(front, way, '/a')
      await site.event('$pageview', { $pathname: '/a' })
      const behind = await tabs.openBehind(front, '#hard')
      if (way !== 'plain') await expect.poll(() => site.asked('/ready')).toBe(2)
      const moment = await somethingInFront(front, site, 'looked_elsewhere')

      await behind.bringToFront()
      const view = await site.event('$pageview', { $pathname: '/b' })
      expect(view.timestamp > moment).toBe(true)
      expect(view.properties['navigation_type']).toBe('load')
      await site.settle(behind)
      await behind.goto(site.url('/untracked'))
      const leave = await site.event('$pageleave', { $pathname: '/b' })
      const lived = Date.parse(leave.timestamp) - Date.parse(view.timestamp)
      expect(leave.properties['$prev_pageview_duration']).toBeCloseTo(lived / 1000, 1)
      await behind.close()
      await front.bringToFront()
      expect(await site.finish(front, { documents: 2 })).toBeJourney(['load /a', 'load /b'])
    })

    test('V8 a background tab that nobody looked at gives nothing', async ({ tabs, site }) => {
      const front = await tabs.newPage()
      await site.open(front, way, '/a')
      await site.event('$pageview', { $pathname: '/a' })
      const behind = await tabs.openBehind(front, '#hard')
      if (way !== 'plain') await expect.poll(() => site.asked('/ready')).toBe(2)
      await behind.close()
      await somethingInFront(front, site, 'still_here')
      expect(await site.finish(front)).toBeJourney(['load /a'])
    })

    test('L6 hidden time is not visible time, and hidden ends no view', async ({ tabs, site }) => {
      const first = await tabs.newPage()
      await site.open(first, way, '/a')
      const second = await tabs.newPage()
      await second.bringToFront()
      await site.open(second, way, '/c')
      await site.event('$pageview', { $pathname: '/c' })
      const moment = await somethingInFront(second, site, 'looked_elsewhere')
      await site.settle(second)
      await second.goto(site.url('/untracked'))
      const over = await site.event('$pageleave', { $pathname: '/c' })
      await second.close()
      await first.bringToFront()
      const events = await site.finish(first, { documents: 2 })
      expect(events).toHaveLength(4)

      const opened = views(events).find(({ properties }) => properties['$pathname'] === '/c')
      const left = leaves(events).find(({ properties }) => properties['$pathname'] === '/a')
      // The other tab was in front all that time.
      const hidden = (Date.parse(over.timestamp) - Date.parse(opened?.timestamp ?? '')) / 1000
      expect(Date.parse(moment)).toBeLessThan(Date.parse(left?.timestamp ?? ''))
      const { $prev_pageview_duration, visible_seconds, engaged_seconds } = left?.properties ?? {}
      expect(Number($prev_pageview_duration) - Number(visible_seconds)).toBeGreaterThan(hidden * 0.9)
      expect(Number(visible_seconds)).toBeGreaterThan(0)
      expect(Number(engaged_seconds)).toBeLessThanOrEqual(Number(visible_seconds))
    })

    test('L4 what is there is sent when the page is hidden', async ({ tabs, site }) => {
      const page = await tabs.newPage()
      // Without a hidden page, nothing would be sent for as long as the test lasts.
      const slow = {
        tag: `data-key="${site.key}" data-host="${site.collector}" data-flush-interval="600000"`,
      }
      await site.open(page, way, way === 'plain' ? '/a' : '/never', slow)
      const other = await tabs.newPage()
      await other.bringToFront()
      const view = await site.event('$pageview')
      expect(view.properties['title']).toBe(way === 'plain' ? 'Page /a' : 'Shell')
      await other.close()
      await page.bringToFront()
      await site.finish(page)
    })
  })
}
