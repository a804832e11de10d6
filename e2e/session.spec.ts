import { expect, leaves, test, views, ways } from './fixtures.ts'
import type { Page } from './fixtures.ts'
import { push } from './move.ts'

/** A clock that can be put forward: the machine slept, or nobody was there for a while. */
const head = `<script>{
  const now = Date.now.bind(Date), elapsed = performance.now.bind(performance)
  let ahead = 0
  Date.now = () => now() + ahead
  performance.now = () => elapsed() + ahead
  const Plain = Date
  window.Date = class extends Plain {
    constructor(...args) { if (args.length) super(...args); else super(Plain.now()) }
  }
  window.pass = (minutes) => void (ahead += minutes * 60000)
}</script>`

const minutes = (page: Page, count: number) =>
  page.evaluate((passed) => void Reflect.get(window, 'pass')(passed), count)
const input = (page: Page) =>
  page.evaluate(() => void document.dispatchEvent(new PointerEvent('pointermove', { bubbles: true })))
const sessionOf = (event: { properties: Readonly<Record<string, unknown>> } | undefined) =>
  event?.properties['$session_id']

for (const way of ways) {
  test.describe(way, () => {
    test('L8 after half an hour without anybody the view has ended at its last activity', async ({
      page,
      site,
    }) => {
      await site.open(page, way, '/a', { head })
      const first = await site.event('$pageview')
      await minutes(page, 31)
      await input(page)
      const leave = await site.event('$pageleave', { leave_reason: 'session_end' })
      const anew = await site.event('$pageview', { navigation_type: 'session_start' })
      expect(sessionOf(leave)).toBe(sessionOf(first))
      expect(sessionOf(anew)).not.toBe(sessionOf(first))
      expect(leave.properties).not.toHaveProperty('to')
      // It was used for a moment, not for half an hour.
      expect(leave.properties['$prev_pageview_duration']).toBeLessThan(60)
      expect(Date.parse(anew.timestamp) - Date.parse(leave.timestamp)).toBeGreaterThan(30 * 60_000)
      expect(await site.finish(page)).toBeJourney(['load /a', 'session_start /a'])
    })

    test('L8 the page that is opened after half an hour is in a new session', async ({ page, site }) => {
      await site.open(page, way, '/a', { head })
      await site.event('$pageview')
      await minutes(page, 31)
      await push(page, way, '/b')
      await site.event('$pageview', { $pathname: '/b' })
      const events = await site.finish(page)
      const [first, second] = views(events)
      expect(sessionOf(second)).not.toBe(sessionOf(first))
      expect(leaves(events)[0]?.properties).toMatchObject({ leave_reason: 'session_end', to: '/b' })
      expect(second?.properties['navigation_type']).toBe('push')
    })

    // For posthog-js only events are activity, so its session may end although somebody was there.
    if (way === 'posthog-js') return
    test('L8 a shorter pause is no end', async ({ page, site }) => {
      await site.open(page, way, '/a', { head })
      await site.event('$pageview')
      await site.event('$pageview')
      await minutes(page, 29)
      await input(page)
      await minutes(page, 29)
      await push(page, way, '/b')
      const events = await site.finish(page)
      expect(events).toBeJourney(['load /a', 'push /b'])
      expect(leaves(events)[0]?.properties['$prev_pageview_duration']).toBeGreaterThan(58 * 60)
    })
  })
}
