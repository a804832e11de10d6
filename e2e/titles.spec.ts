import { expect, leaves, routed, test, views } from './fixtures.ts'

const titles = {
  'after the navigation': ['/b', 'Title B'],
  'before the navigation': ['/early', 'Title early'],
  'when the page is mounted': ['/mounted', 'Title mounted'],
  'a while later': ['/late', 'Title late'],
  'in a lazy page': ['/lazy', 'Title lazy'],
  'to what it already was': ['/same', 'Title A'],
  'too late': ['/never', 'Title A'],
} as const

for (const way of routed) {
  test.describe(way, () => {
    for (const [when, [path, title]] of Object.entries(titles)) {
      test(`V7 a title that is set ${when}`, async ({ page, site }) => {
        await site.open(page, way, '/a')
        await page.evaluate((target) => window.router.push(target), path)
        const view = await site.event('$pageview', { $pathname: path })
        expect(view.properties['title']).toBe(title)
        await page.evaluate(() => window.router.push('/c'))
        const events = await site.finish(page)

        expect(events).toBeJourney(['load /a', `push ${path}`, 'push /c'])
        const all = ['Title A', title, 'Title C']
        expect(views(events).map(({ properties }) => properties['title'])).toEqual(all)
        expect(leaves(events).map(({ properties }) => properties['title'])).toEqual(all)
        // The time of a view is its confirmation, however long its title took.
        expect(view.timestamp).toBe(leaves(events)[0]?.timestamp)
      })

      test(`V7 on landing, a title that is set ${when}`, async ({ page, site }) => {
        await site.open(page, way, path)
        const view = await site.event('$pageview')
        expect(view.properties['title']).toBe(path === '/never' ? 'Shell' : title)
        expect(await site.finish(page)).toBeJourney([`load ${path}`])
      })
    }

    test('V7 leaving ends the wait: the title as it is', async ({ page, site }) => {
      await site.open(page, way, '/a')
      await page.evaluate(async () => {
        await window.router.push('/never')
        await window.router.push('/b')
        await window.router.push('/never')
      })
      const events = await site.finish(page)
      expect(events).toBeJourney(['load /a', 'push /never', 'push /b', 'push /never'])
      expect(views(events).map(({ properties }) => properties['title'])).toEqual([
        'Title A',
        'Title A',
        'Title B',
        'Title B',
      ])
    })

    test('V7 titles that are set before each navigation', async ({ page, site }) => {
      await site.open(page, way, '/early')
      await page.evaluate(async () => {
        await window.router.push('/early/two')
        await window.router.push('/early')
      })
      const events = await site.finish(page)
      const all = ['Title early', 'Title early two', 'Title early']
      expect(views(events).map(({ properties }) => properties['title'])).toEqual(all)
      expect(leaves(events).map(({ properties }) => properties['title'])).toEqual(all)
    })

    test('V7 the option bounds the wait', async ({ page, site }) => {
      await site.open(page, way, '/a', { options: { titleWait: 20 } })
      await page.evaluate(() => window.router.push('/late'))
      const view = await site.event('$pageview', { $pathname: '/late' })
      expect(view.properties['title']).toBe('Title A')
      expect(await site.finish(page)).toBeJourney(['load /a', 'push /late'])
    })
  })
}
