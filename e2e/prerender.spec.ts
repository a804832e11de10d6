import { expect, needs, test, views, ways } from './fixtures.ts'
import type { Site } from './fixtures.ts'
import type { Way } from './setup.ts'

const rules = JSON.stringify({ prerender: [{ urls: ['/b'], eagerness: 'immediate' }] })
/** The page at `/a` has `/b` prerendered; each document says when it is loaded. */
const head = `<script type="speculationrules">${rules}</script>
<script>addEventListener('load', () => fetch('/loaded' + location.pathname))</script>`

async function prerendered(site: Site, way: Way) {
  await expect.poll(() => site.asked('/loaded/b'), { message: 'a prerender of /b' }).toBe(1)
  if (way !== 'plain') await expect.poll(() => site.asked('/ready')).toBe(2)
}

for (const way of ways) {
  test.describe(way, needs('prerender'), () => {
    test('V8 a prerendered page is a view once it is shown', async ({ prerendering, site }) => {
      const page = await prerendering.newPage()
      await site.open(page, way, '/a', { head })
      await prerendered(site, way)
      await page.evaluate(() => window.waypost.capture('about_to_go'))
      const { receivedAt } = await site.event('about_to_go')
      await page.click('#hard')
      const view = await site.event('$pageview', { $pathname: '/b' })
      expect(view.properties['navigation_type']).toBe('prerender')
      expect(view.timestamp > receivedAt).toBe(true)
      // To puppeteer the page that it drove is gone now.
      const events = await site.finish(page, { documents: 2, drivable: false })
      expect(events).toBeJourney(['load /a', 'prerender /b'])
      expect(views(events)[1]?.properties['title']).toBe(way === 'plain' ? 'Page /b' : 'Title B')
    })

    test('V8 a prerendered page that is never shown gives nothing', async ({ prerendering, site }) => {
      const page = await prerendering.newPage()
      await site.open(page, way, '/a', { head })
      await prerendered(site, way)
      expect(await site.finish(page)).toBeJourney(['load /a'])
    })
  })
}
