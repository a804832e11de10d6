import { expect, needs, test, views } from './fixtures.ts'
import type { Page } from './fixtures.ts'
import { push, travel } from './move.ts'
import { plainTitle } from './site-page.ts'

/** What takes the pages from the URL, and what makes the browser use it. */
const sources = {
  'Navigation API': '',
  'History API': "<script>Object.defineProperty(window, 'navigation', { value: undefined })</script>",
}

/** A step in the history, and the title that the app sets for it. */
async function step(page: Page, delta: 1 | -1, path: string) {
  await travel(page, delta)
  await page.waitForURL('**' + path)
  await page.evaluate((title) => (document.title = title), plainTitle(path))
}

for (const [source, head] of Object.entries(sources)) {
  test.describe(source, source === 'Navigation API' ? needs('navigationApi') : {}, () => {
    test('V11 push, replace, back and forward', async ({ page, site }) => {
      await site.open(page, 'plain', '/a', { head })
      await push(page, 'plain', '/b')
      await push(page, 'plain', '/c')
      await page.evaluate(() => {
        history.replaceState({}, '', '/d')
        document.title = 'Page /d'
      })
      await step(page, -1, '/b')
      await step(page, 1, '/d')
      const events = await site.finish(page)
      const paths = ['/a', '/b', '/c', '/d', '/b', '/d']
      expect(events).toBeJourney([
        'load /a',
        'push /b',
        'push /c',
        'replace /d',
        'traverse /b',
        'traverse /d',
      ])
      expect(views(events).map(({ properties }) => properties['title'])).toEqual(paths.map(plainTitle))
    })

    test('V11 nothing comes of another query, hash, or state', async ({ page, site }) => {
      await site.open(page, 'plain', '/a', { head })
      await page.evaluate(() => {
        history.pushState({}, '', '/a?tab=two')
        history.replaceState({ scroll: 7 }, '')
        location.hash = 'part'
        history.pushState({}, '', '/b')
      })
      expect(await site.finish(page)).toBeJourney(['load /a', 'push /b'])
    })

    test('V11 a landing that the app redirects is one view', needs('untouched'), async ({ page, site }) => {
      site.serve('plain', { head })
      // What an app does while it starts, before anybody could do anything.
      const moving = `<script>addEventListener('load', () => {
        history.replaceState({}, '', '/b')
        document.title = 'Page /b'
      })</script>`
      await site.open(page, 'plain', '/a', { head: head + moving })
      const events = await site.finish(page)
      expect(events).toBeJourney(['load /b'])
      expect(views(events)[0]?.properties['title']).toBe('Page /b')
    })

    test('V11 a click on a link in the page is another hash, not another page', async ({ page, site }) => {
      await site.open(page, 'plain', '/a', { head })
      await page.evaluate(() => document.querySelector('#hard')?.setAttribute('href', '#part'))
      await page.click('#hard')
      await push(page, 'plain', '/b')
      expect(await site.finish(page)).toBeJourney(['load /a', 'push /b'])
    })

    test('V11 with hashRouting the hash is the page', async ({ page, site }) => {
      await site.open(page, 'plain', '/#/a', { head, options: { hashRouting: true } })
      await page.evaluate(() => void (location.hash = '#/b'))
      await page.evaluate(() => void (location.hash = '#/b?tab=two'))
      await page.evaluate(() => location.replace('#/c'))
      await travel(page, -1)
      await page.waitForURL('**/#/b')
      const events = await site.finish(page)
      expect(views(events).map(({ properties }) => properties['$pathname'])).toEqual(['/a', '/b', '/c', '/b'])
      expect(views(events)[1]?.properties['$current_url']).toBe(site.url('/#/b'))
    })

    test('V6 two pages one right after the other', async ({ page, site }) => {
      await site.open(page, 'plain', '/a', { head })
      await page.evaluate(() => {
        history.pushState({}, '', '/b')
        document.title = 'Page /b'
        history.pushState({}, '', '/c')
        document.title = 'Page /c'
      })
      const events = await site.finish(page)
      expect(events).toBeJourney(['load /a', 'push /b', 'push /c'])
      expect(views(events).map(({ properties }) => properties['title'])).toEqual([
        'Page /a',
        'Page /b',
        'Page /c',
      ])
    })

    test('V11 patches of other code keep working, before and after stop()', async ({ page, site }) => {
      const patch = `<script>
        window.calls = []
        const original = history.pushState
        history.pushState = function (...args) { calls.push('early'); return original.apply(this, args) }
      </script>`
      await site.open(page, 'plain', '/a', { head: head + patch })
      const calls = await page.evaluate(() => {
        const below = history.pushState
        history.pushState = function (...args) {
          ;(Reflect.get(window, 'calls') as string[]).push('late')
          return below.apply(this, args)
        }
        history.pushState({}, '', '/b')
        window.waypost.stop()
        history.pushState({}, '', '/c')
        return Reflect.get(window, 'calls')
      })
      expect(calls).toEqual(['late', 'early', 'late', 'early'])
      const stopped = await site.event('$pageleave', { leave_reason: 'stop' })
      expect(stopped.properties['$pathname']).toBe('/b')
      expect(await site.finish(page, { documents: 0 })).toBeJourney(['load /a', 'push /b'])
    })
  })
}
