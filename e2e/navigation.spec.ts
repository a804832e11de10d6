import { expect, routed, test, views } from './fixtures.ts'

const histories = { web: '/a', hash: '/#/a' } as const

for (const way of routed) {
  test.describe(way, () => {
    for (const [history, start] of Object.entries(histories)) {
      test(`V2 push, replace, back, forward and go, ${history} history`, async ({ page, site }) => {
        await site.open(page, way, start, { history: history as keyof typeof histories })
        await page.evaluate(async () => {
          await window.router.push('/b')
          await window.router.push('/c')
          await window.router.replace('/tabs')
          await window.travel(-1)
          await window.travel(1)
          await window.travel(-2)
        })
        expect(await site.finish(page)).toBeJourney([
          'load /a',
          'push /b',
          'push /c',
          'replace /tabs',
          'traverse /b',
          'traverse /tabs',
          'traverse /a',
        ])
      })
    }

    test('V2 back and forward in a memory history', async ({ page, site }) => {
      await site.open(page, way, '/', { history: 'memory' })
      await page.evaluate(async () => {
        await window.router.push('/b')
        await window.travel(-1)
        await window.travel(1)
      })
      expect(await site.finish(page)).toBeJourney(['load /', 'push /b', 'traverse /', 'traverse /b'])
    })

    test('V2 a click on a link', async ({ page, site }) => {
      await site.open(page, way, '/a')
      await page.click('#link')
      await page.waitForURL('**/b')
      expect(await site.finish(page)).toBeJourney(['load /a', 'push /b'])
    })

    test('V2 a catch-all, and the same record with other params', async ({ page, site }) => {
      await site.open(page, way, '/team/one')
      await page.evaluate(async () => {
        await window.router.push('/team/two')
        await window.router.push('/nowhere/at/all')
      })
      expect(await site.finish(page)).toBeJourney([
        'load /team/one',
        'push /team/two',
        'push /nowhere/at/all',
      ])
    })

    for (const [what, path] of Object.entries({
      'a guard refuses': '/refused',
      'a guard that throws': '/throws',
      'a page that cannot be loaded': '/broken',
      'the same page again': '/a',
    })) {
      test(`V3 nothing comes of ${what}`, async ({ page, site }) => {
        await site.open(page, way, '/a')
        await page.evaluate(async (target) => {
          await window.router.push(target).catch(() => {})
          await window.router.push('/b')
        }, path)
        expect(await site.finish(page)).toBeJourney(['load /a', 'push /b'])
      })
    }

    test('V3 nothing comes of a slow route that is superseded', async ({ page, site }) => {
      await site.open(page, way, '/a')
      await page.evaluate(() => void window.router.push('/slow'))
      await page.waitForFunction(() => window.release)
      await page.evaluate(async () => {
        await window.router.push('/b')
        window.release?.()
        await window.router.push('/c')
      })
      expect(await site.finish(page)).toBeJourney(['load /a', 'push /b', 'push /c'])
    })

    test('V2 a slow route that arrives', async ({ page, site }) => {
      await site.open(page, way, '/a')
      await page.evaluate(() => void window.router.push('/slow'))
      await page.waitForFunction(() => window.release)
      await page.evaluate(() => window.release?.())
      await page.waitForURL('**/slow')
      expect(await site.finish(page)).toBeJourney(['load /a', 'push /slow'])
    })

    test('V3 nothing comes of a browser Back that a guard blocks', async ({ page, site }) => {
      await site.open(page, way, '/a')
      await page.evaluate(async () => {
        await window.router.push('/locked')
        window.locked = true
        await window.travel(-1)
      })
      // The router puts the URL back by a second step of its own.
      await page.waitForURL('**/locked')
      await page.evaluate(() => {
        window.locked = false
        return window.router.push('/b')
      })
      expect(await site.finish(page)).toBeJourney(['load /a', 'push /locked', 'push /b'])
    })

    for (const [what, path] of Object.entries({ record: '/old', chain: '/older', guard: '/moved' })) {
      test(`V4 one view of where a redirect by a ${what} ends`, async ({ page, site }) => {
        await site.open(page, way, '/a')
        await page.evaluate((target) => window.router.push(target), path)
        expect(await site.finish(page)).toBeJourney(['load /a', 'push /b'])
      })
    }

    test('V5 nothing comes of another query, hash, or state of the same page', async ({ page, site }) => {
      await site.open(page, way, '/tabs')
      await page.evaluate(async () => {
        await window.router.push('/tabs?tab=two')
        await window.router.push('/tabs?tab=two#part')
        await window.router.replace({ query: { tab: 'three' } })
        history.replaceState({ ...history.state, scroll: 7 }, '')
        await window.travel(-1)
        await window.router.push('/b')
      })
      expect(await site.finish(page)).toBeJourney(['load /tabs', 'push /b'])
    })

    test('V5 pageKey makes a query key count', async ({ page, site }) => {
      await site.open(page, way, '/tabs?tab=one', { options: { pageKey: { query: ['tab'] } } })
      await page.evaluate(async () => {
        await window.router.push('/tabs?tab=two')
        await window.router.push('/tabs?tab=two&sort=up')
      })
      expect(await site.finish(page)).toBeJourney(['load /tabs', 'push /tabs'])
    })

    test('V6 navigations one right after the other are views of their own', async ({ page, site }) => {
      await site.open(page, way, '/a')
      await page.evaluate(async () => {
        await window.router.push('/b')
        await window.router.push('/c')
        await window.router.push('/tabs')
      })
      const events = await site.finish(page)
      expect(events).toBeJourney(['load /a', 'push /b', 'push /c', 'push /tabs'])
      expect(views(events).map(({ properties }) => properties['title'])).toEqual([
        'Title A',
        'Title B',
        'Title C',
        'Tabs',
      ])
      expect(views(events).map(({ properties }) => properties['$current_url'])).toEqual(
        ['/a', '/b', '/c', '/tabs'].map((path) => site.url(path)),
      )
    })
  })
}
