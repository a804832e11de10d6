import { expect, needs, routed, test, views } from './fixtures.ts'

for (const way of routed) {
  test.describe(way, () => {
    for (const install of ['before', 'during', 'after'] as const) {
      test(`V1 one view of the landing, installed ${install} the router's own`, async ({ page, site }) => {
        await site.open(page, way, '/a', { install })
        const events = await site.finish(page)
        expect(events).toBeJourney(['load /a'])
        expect(views(events)[0]?.properties).toMatchObject({ title: 'Title A', route_name: 'page /a' })
      })

      // Until the router is there, the URL is all that a script tag can go by.
      const byUrl = way === 'script' && install === 'after'
      const needed = byUrl ? needs('untouched') : {}
      test(
        `V4 a landing that an async guard redirects, installed ${install}`,
        needed,
        async ({ page, site }) => {
          await site.open(page, way, '/landing', { install })
          const events = await site.finish(page)
          expect(events).toBeJourney(['load /b'])
          expect(views(events)[0]?.properties).toMatchObject({
            title: 'Title B',
            $current_url: site.url('/b'),
          })
        },
      )
    }

    test('V4 a landing on redirecting records', async ({ page, site }) => {
      await site.open(page, way, '/older')
      expect(await site.finish(page)).toBeJourney(['load /b'])
    })

    test('V1 a landing on a lazy page', async ({ page, site }) => {
      await site.open(page, way, '/lazy')
      const events = await site.finish(page)
      expect(events).toBeJourney(['load /lazy'])
      expect(views(events)[0]?.properties['title']).toBe('Title lazy')
    })

    test('V1 with a memory history the landing is where the router starts', async ({ page, site }) => {
      await site.open(page, way, '/a', { history: 'memory' })
      await page.evaluate(() => window.router.push('/b'))
      expect(await site.finish(page)).toBeJourney(['load /', 'push /b'])
    })

    test('V1 with a hash history the path is the one in the hash', async ({ page, site }) => {
      await site.open(page, way, '/#/a', { history: 'hash' })
      await page.evaluate(() => window.router.push('/b'))
      const events = await site.finish(page)
      expect(events).toBeJourney(['load /a', 'push /b'])
      expect(views(events).map(({ properties }) => properties['$current_url'])).toEqual([
        site.url('/#/a'),
        site.url('/#/b'),
      ])
    })

    test('V1 no view of a landing that fails, one of the page after it', async ({ page, site }) => {
      await site.open(page, way, '/broken')
      await page.evaluate(() => window.router.push('/b'))
      const events = await site.finish(page)
      expect(events).toHaveLength(2)
      expect(views(events)[0]?.properties['$pathname']).toBe('/b')
    })
  })
}
