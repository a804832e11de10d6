import { expect, leaves, needs, test, views, ways } from './fixtures.ts'
import type { Page, Site } from './fixtures.ts'
import { push, titleOf } from './move.ts'

const closed = 'the tab is closed'
const closedAsking = 'the tab is closed, asking first'
const exitNeeds: Record<string, ReturnType<typeof needs>> = {
  [closed]: needs('closing'),
  [closedAsking]: needs('closing', 'askingFirst'),
}

/** Ways to be gone. Each ends the one document that is tracked. */
const exits: Record<string, (page: Page, site: Site) => Promise<unknown>> = {
  [closed]: (page) => page.close(),
  [closedAsking]: (page) => Promise.all([page.waitForEvent('close'), page.close({ runBeforeUnload: true })]),
  'another document is opened': (page, site) => page.goto(site.url('/untracked')),
  'a link to another document': (page) => page.click('#untracked'),
  'a link to another origin': (page) => page.click('#external'),
  'a form is posted': (page) => page.click('#form button'),
}

for (const way of ways) {
  test.describe(way, () => {
    test('L1 a leave is of the page left, and says where to', async ({ page, site }) => {
      await site.open(page, way, '/a')
      await push(page, way, '/b')
      const events = await site.finish(page)
      const [first, second] = leaves(events)
      expect(first?.properties).toMatchObject({
        $current_url: site.url('/a'),
        $pathname: '/a',
        title: titleOf(way, '/a'),
        to: '/b',
        leave_reason: 'navigation',
        ...(way !== 'plain' && { route_name: 'page /a', route_pattern: '/a' }),
      })
      expect(second?.properties).toMatchObject({
        $current_url: site.url('/b'),
        $pathname: '/b',
        title: titleOf(way, '/b'),
        leave_reason: 'pagehide',
      })
      expect(second?.properties).not.toHaveProperty('to')
    })

    test('L2 on a route change the leave comes first, both have one time', async ({ page, site }) => {
      await site.open(page, way, '/a')
      await push(page, way, '/b')
      // Both in one request, so that the order of arrival is the order of sending.
      const leave = await site.event('$pageleave')
      const view = await site.event('$pageview', { $pathname: '/b' })
      expect(leave.seq).toBeLessThan(view.seq)
      expect(leave.timestamp).toBe(view.timestamp)
      expect(await site.finish(page)).toBeJourney(['load /a', 'push /b'])
    })

    for (const [how, exit] of Object.entries(exits)) {
      test(`L3 one leave when ${how}`, exitNeeds[how] ?? {}, async ({ page, site }) => {
        await site.open(page, way, '/a')
        await push(page, way, '/b')
        await site.settle(page)
        await exit(page, site)
        const leave = await site.event('$pageleave', { $pathname: '/b' })
        expect(leave.properties).toMatchObject({ leave_reason: 'pagehide', title: titleOf(way, '/b') })
        expect(await site.finish(page)).toBeJourney(['load /a', 'push /b'])
      })
    }

    test('L3 one leave when the page is reloaded', async ({ page, site }) => {
      await site.open(page, way, '/a')
      await push(page, way, '/b')
      await site.settle(page)
      const before = site.asked('/ready')
      await page.reload()
      if (way !== 'plain') await expect.poll(() => site.asked('/ready')).toBeGreaterThan(before)
      expect(await site.finish(page, { documents: 2 })).toBeJourney(['load /a', 'push /b', 'reload /b'])
    })

    for (const [how, closes] of [
      ['the tab is closed', true],
      ['another document is opened', false],
    ] as const) {
      test(`L3 nothing is lost when ${how} 10 ms after a route change`, async ({ page, site }) => {
        site.serve(way)
        await page.goto(site.url('/untracked'))
        // Only a window that a script has opened may be closed by one.
        const [popup] = await Promise.all([
          page.waitForEvent('popup'),
          page.evaluate(() => void window.open('/a')),
        ])
        await site.event('$pageview', { $pathname: '/a' })
        await site.settle(popup)
        const gone = closes ? popup.waitForEvent('close') : popup.waitForURL('**/untracked')
        await popup.evaluate(
          ([routed, closing]) => {
            setTimeout(() => (closing ? window.close() : location.assign('/untracked')), 10)
            if (routed) void window.router.push('/b')
            else history.pushState({}, '', '/b')
          },
          [way !== 'plain', closes],
        )
        await gone
        // Its opener lives in the same process, and keeps that alive.
        await site.event('$pageleave', { $pathname: '/b' })
        expect(await site.finish(page)).toBeJourney(['load /a', 'push /b'])
      })
    }

    test('L9 exit mode: leave data ride on the next view, one leave at the end', async ({ page, site }) => {
      await site.open(page, way, '/a', { options: { leave: 'exit' } })
      await push(page, way, '/b')
      await push(page, way, '/c')
      await site.settle(page)
      await page.goto(site.url('/untracked'))
      const leave = await site.event('$pageleave')
      const events = await site.until(4)
      const [first, second, third] = views(events)
      expect(leaves(events)).toHaveLength(1)
      expect(first?.properties).not.toHaveProperty('$prev_pageview_id')
      expect(second?.properties).toMatchObject({
        $prev_pageview_id: first?.properties['$pageview_id'],
        $prev_pageview_pathname: '/a',
        $prev_pageview_duration: expect.any(Number),
      })
      expect(third?.properties).toMatchObject({
        $prev_pageview_id: second?.properties['$pageview_id'],
        $prev_pageview_pathname: '/b',
      })
      expect(leave.properties).toMatchObject({
        $pageview_id: third?.properties['$pageview_id'],
        $prev_pageview_id: third?.properties['$pageview_id'],
        $prev_pageview_pathname: '/c',
      })
      const told = events.map(({ properties }) => properties['$prev_pageview_id']).filter(Boolean)
      expect(new Set(told).size).toBe(told.length)
    })
  })
}
