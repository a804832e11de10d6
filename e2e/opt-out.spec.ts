import { expect, leaves, nothing, routed, test, views } from './fixtures.ts'

for (const way of routed) {
  test.describe(way, () => {
    test('V12 a route that opts out is no view, and ends the one before', async ({ page, site }) => {
      await site.open(page, way, '/a')
      await page.evaluate(async () => {
        await window.router.push('/silent')
        await window.router.push('/b')
      })
      const events = await site.finish(page)
      expect(events).toBeJourney(['load /a', nothing, 'push /b'])
      expect(JSON.stringify(site.arrived())).not.toContain('/silent')
    })

    test('V12 landing on a route that opts out', async ({ page, site }) => {
      await site.open(page, way, '/silent')
      await page.evaluate(() => window.router.push('/b'))
      expect(await site.finish(page)).toBeJourney(['push /b'])
    })

    test('V12 the page-wide ignore option', async ({ page, site }) => {
      await site.open(page, way, '/a', { ignored: ['/b'] })
      await page.evaluate(async () => {
        await window.router.push('/b')
        await window.router.push('/c')
      })
      expect(await site.finish(page)).toBeJourney(['load /a', nothing, 'push /c'])
    })

    test('V12 a route that renames itself and adds properties', async ({ page, site }) => {
      await site.open(page, way, '/a')
      await page.evaluate(() => window.router.push('/renamed'))
      const events = await site.finish(page)
      const renamed = { $pathname: '/renamed', route_name: 'checkout', plan: 'pro' }
      expect(views(events)[1]?.properties).toMatchObject(renamed)
      expect(leaves(events)[1]?.properties).toMatchObject(renamed)
      expect(leaves(events)[0]?.properties).not.toHaveProperty('plan')
    })
  })
}

test.describe('plain', () => {
  test('V12 the page-wide ignore option without a router', async ({ page, site }) => {
    await site.open(page, 'plain', '/a', { ignored: ['/b'] })
    await page.evaluate(() => history.pushState({}, '', '/b'))
    await page.evaluate(() => history.pushState({}, '', '/c'))
    expect(await site.finish(page)).toBeJourney(['load /a', nothing, 'push /c'])
  })
})
