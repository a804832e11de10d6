import { crash } from './engines/playwright-browser.ts'
import { expect, leaves, needs, test, views } from './fixtures.ts'
import type { Site } from './fixtures.ts'

/** Tells the server when the browser has taken a request for later. */
const deferring = `<script>
  const { fetchLater } = window
  window.fetchLater = (...args) => {
    const result = fetchLater(...args)
    fetch('/deferred')
    return result
  }
</script>`
/** A browser, or a policy, that takes none. */
const refusing = `<script>
  window.fetchLater = () => { throw new DOMException('too much', 'QuotaExceededError') }
</script>`
const noStore = `<script>
  for (const name of ['indexedDB', 'localStorage', 'sessionStorage'])
    Object.defineProperty(window, name, { get() { throw new DOMException('disabled', 'SecurityError') } })
</script>`

const slow = (site: Site) => ({ tag: `data-key="${site.key}" data-host="${site.collector}"` })

for (const way of ['direct', 'script', 'plain'] as const) {
  test.describe(way, () => {
    test(
      'L5 the leave of a tab that crashed comes from the browser, without another document',
      needs('crash'),
      async ({ page, site }) => {
        await site.open(page, way, '/a', { head: deferring })
        await site.event('$pageview')
        await expect.poll(() => site.asked('/deferred')).toBeGreaterThan(0)
        await crash(page)
        const leave = await site.event('$pageleave')
        expect(leave.properties).toMatchObject({ $pathname: '/a', leave_reason: 'recovered' })
        // Nobody knows when the browser will send it: the server must not correct its time.
        expect(leave.sentAt).toBeNull()
        expect(leave.request.secFetchMode).not.toBeNull()
      },
    )

    test(
      'L5 a leave that comes in time takes back the one that the browser has',
      needs('fetchLater'),
      async ({ page, site }) => {
        await site.open(page, way, '/a', { head: deferring })
        await site.event('$pageview')
        await expect.poll(() => site.asked('/deferred')).toBeGreaterThan(0)
        const events = await site.finish(page)
        expect(events).toBeJourney(['load /a'])
        expect(leaves(events)[0]?.properties['leave_reason']).toBe('pagehide')
      },
    )

    test(
      'L4 a hidden page puts its last state into the hands of the browser',
      needs('crash'),
      async ({ tabs, site }) => {
        const page = await tabs.newPage()
        await site.open(page, way, '/long', { head: deferring })
        await site.event('$pageview')
        await expect.poll(() => site.asked('/deferred')).toBeGreaterThan(0)
        await page.evaluate(() => scrollTo(0, 900))
        const before = site.asked('/deferred')
        const other = await tabs.newPage()
        await other.bringToFront()
        await expect.poll(() => site.asked('/deferred')).toBeGreaterThan(before)
        await crash(page)
        const leave = await site.event('$pageleave')
        expect(leave.properties).toMatchObject({ leave_reason: 'recovered', $pathname: '/long' })
        await page.close()
        await other.close()
      },
    )

    test(
      'L5 where the browser refuses, the next document of the site sends it; a living tab keeps its own',
      needs('crash'),
      async ({ tabs, site }) => {
        const page = await tabs.newPage()
        await site.open(page, way, '/a', { head: refusing, ...(way === 'plain' && slow(site)) })
        await site.event('$pageview', { $pathname: '/a' })
        const living = await tabs.newPage()
        await site.open(living, way, '/b', { head: refusing })
        await site.event('$pageview', { $pathname: '/b' })
        await crash(page)

        const heir = await tabs.newPage()
        await site.open(heir, way, '/c', { head: refusing })
        const leave = await site.event('$pageleave', { $pathname: '/a' }, 15_000)
        const view = await site.event('$pageview', { $pathname: '/a' })
        expect(leave.properties).toMatchObject({
          leave_reason: 'recovered',
          $pageview_id: view.properties['$pageview_id'],
          $session_id: view.properties['$session_id'],
          $window_id: view.properties['$window_id'],
          view_number: 1,
        })
        expect(leave.distinctId).toBe(view.distinctId)
        // By now the tab that lives would have been taken for dead too.
        expect(site.paged().filter(({ properties }) => properties['$pathname'] === '/b')).toHaveLength(1)
        await living.goto(site.url('/untracked'))
        await site.event('$pageleave', { $pathname: '/b' })
        const events = await site.finish(heir, { documents: 2 })
        expect(views(events)).toHaveLength(3)
      },
    )

    test('L5 without any storage everything else is as it was', async ({ page, site }) => {
      await site.open(page, way, '/a', { head: noStore })
      await site.open(page, way, '/b', { head: noStore })
      const events = await site.until(3)
      expect(views(events)).toHaveLength(2)
      await page.goto(site.url('/untracked'))
      const all = await site.until(4)
      expect(leaves(all)).toHaveLength(2)
      expect(all).toHaveLength(4)
    })
  })
}
