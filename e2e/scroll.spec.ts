import { expect, leaves, test, ways } from './fixtures.ts'
import type { Page, Site } from './fixtures.ts'
import { push } from './move.ts'

/**
 * Scrolls, and waits until the tracker has looked: by then what is captured after the scroll has arrived, if nothing
 * else was on its way.
 */
async function scroll(page: Page, site: Site, selector: string, top: number) {
  await site.event('$pageview')
  await page.evaluate(
    ([where, position]) => {
      document.querySelector(where)?.scrollTo({ top: position, behavior: 'instant' })
      const frame = () => new Promise(requestAnimationFrame)
      return frame()
        .then(frame)
        .then(() => window.waypost.capture('scrolled', { position }))
    },
    [selector, top] as const,
  )
  await site.event('scrolled', { position: top })
}

for (const way of ways) {
  test.describe(way, () => {
    test('L7 last and deepest position, in pixels and as a share', async ({ page, site }) => {
      await page.setViewportSize({ width: 800, height: 600 })
      await site.open(page, way, '/long')
      await scroll(page, site, 'html', 2000)
      await scroll(page, site, 'html', 500)
      const height = await page.evaluate(() => document.documentElement.scrollHeight)
      const events = await site.finish(page)
      const left = leaves(events)[0]?.properties ?? {}
      expect(left).toMatchObject({
        $prev_pageview_last_scroll: 500,
        $prev_pageview_max_scroll: 2000,
        $prev_pageview_last_content: 1100,
        $prev_pageview_max_content: 2600,
      })
      expect(left['$prev_pageview_last_scroll_percentage']).toBeCloseTo(500 / (height - 600), 3)
      expect(left['$prev_pageview_max_scroll_percentage']).toBeCloseTo(2000 / (height - 600), 3)
      expect(left['$prev_pageview_last_content_percentage']).toBeCloseTo(1100 / height, 3)
      expect(left['$prev_pageview_max_content_percentage']).toBeCloseTo(2600 / height, 3)
    })

    test('L7 the depth is of this page, not of the one before', async ({ page, site }) => {
      await page.setViewportSize({ width: 800, height: 600 })
      await site.open(page, way, '/long')
      await scroll(page, site, 'html', 3000)
      if (way === 'plain') await page.evaluate(() => document.querySelector('#app')?.replaceChildren('b'))
      await push(page, way, '/b')
      await site.event('$pageview', { $pathname: '/b' })
      const [long, short] = leaves(await site.finish(page))
      expect(long?.properties).toMatchObject({ $pathname: '/long', $prev_pageview_max_scroll: 3000 })
      expect(short?.properties).toMatchObject({
        $pathname: '/b',
        $prev_pageview_max_scroll: 0,
        $prev_pageview_max_scroll_percentage: 1,
        $prev_pageview_max_content_percentage: 1,
      })
    })

    test('L7 a scroll container of the app', async ({ page, site }) => {
      await site.open(page, way, '/container', { options: { scrollContainer: '#box' } })
      await scroll(page, site, '#box', 1800)
      const [left] = leaves(await site.finish(page))
      expect(left?.properties).toMatchObject({
        $prev_pageview_max_scroll: 1800,
        $prev_pageview_max_scroll_percentage: 0.5,
        $prev_pageview_max_content: 2200,
        $prev_pageview_max_content_percentage: 0.55,
      })
    })
  })
}
