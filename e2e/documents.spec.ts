import { expect, needs, test, views, ways } from './fixtures.ts'
import { travel } from './move.ts'
import { quiet } from './quiet.ts'

for (const way of ways) {
  test.describe(way, () => {
    test('V10 a reload', async ({ page, site }) => {
      await site.open(page, way, '/a')
      await site.settle(page)
      await site.open(page, way, '/b')
      await site.settle(page)
      const before = site.asked('/ready')
      await page.reload()
      if (way !== 'plain') await expect.poll(() => site.asked('/ready')).toBeGreaterThan(before)
      expect(await site.finish(page, { documents: 3 })).toBeJourney(['load /a', 'load /b', 'reload /b'])
    })

    test('V10 a link to another document', async ({ page, site }) => {
      await site.open(page, way, '/a')
      await site.settle(page)
      await page.click('#hard')
      await site.event('$pageview', { $pathname: '/b' })
      const events = await site.finish(page, { documents: 2 })
      expect(events).toBeJourney(['load /a', 'load /b'])
      expect(views(events)[1]?.properties['$referrer']).toBe(site.url('/a'))
    })

    test('V10 a link to another origin, and home again', async ({ page, site }) => {
      await site.open(page, way, '/a')
      await site.settle(page)
      await page.click('#external')
      await page.waitForURL(`${site.elsewhere}/**`)
      await site.open(page, way, '/b')
      expect(await site.finish(page, { documents: 2 })).toBeJourney(['load /a', 'load /b'])
    })

    test('V9 back from the back/forward cache', needs('bfcache'), async ({ page, site }) => {
      await site.open(page, way, '/a')
      await site.settle(page)
      await quiet(page)
      await page.click('#untracked')
      await page.waitForURL('**/untracked')
      await travel(page, -1)
      await site.event('$pageview', { navigation_type: 'bfcache' })
      const events = await site.finish(page, { documents: 2 })
      expect(events).toBeJourney(['load /a', 'bfcache /a'])
      expect(new Set(views(events).map(({ properties }) => properties['$session_id'])).size).toBe(1)
    })

    test(
      'V9 the time in the cache is nobody’s, and twice is two views',
      needs('bfcache'),
      async ({ page, site }) => {
        await site.open(page, way, '/a')
        for (const round of [1, 2]) {
          await site.settle(page)
          await quiet(page)
          // By a script: in a page from the cache some drivers can't click, and misremember its address.
          await page.evaluate(() => void setTimeout(() => location.assign('/untracked'), 0))
          await page.waitForFunction(
            () => location.pathname === '/untracked' && document.readyState === 'complete',
          )
          await travel(page, -1)
          await site.event('$pageview', { navigation_type: 'bfcache', view_number: round + 1 })
        }
        const events = await site.finish(page, { documents: 3 })
        expect(events).toBeJourney(['load /a', 'bfcache /a', 'bfcache /a'])
        const [first, second] = events.filter(({ event }) => event === '$pageleave')
        const back = views(events)[1]
        expect(first && back && first.timestamp < back.timestamp).toBe(true)
        const lived = Date.parse(second?.timestamp ?? '') - Date.parse(back?.timestamp ?? '')
        expect(second?.properties['$prev_pageview_duration']).toBeCloseTo(lived / 1000, 1)
      },
    )
  })
}

for (const way of ways.filter((name) => name !== 'plain')) {
  test.describe(way, () => {
    test('V9 routes go on after the back/forward cache', needs('bfcache'), async ({ page, site }) => {
      await site.open(page, way, '/a')
      await page.evaluate(() => window.router.push('/c'))
      await site.settle(page)
      await quiet(page)
      await page.click('#untracked')
      await page.waitForURL('**/untracked')
      await travel(page, -1)
      await site.event('$pageview', { navigation_type: 'bfcache' })
      await page.evaluate(() => window.router.push('/b'))
      expect(await site.finish(page, { documents: 2 })).toBeJourney([
        'load /a',
        'push /c',
        'bfcache /c',
        'push /b',
      ])
    })
  })
}
