import { expect, test, views } from './fixtures.ts'
import type { Page } from './fixtures.ts'

/** Who a page is to PostHog: a person’s device, its session, and a tab of it. */
const ids = ['$device_id', '$session_id', '$window_id'] as const

test('a tab keeps its window id over documents; a copy of it has its own, in the same session', async ({
  page,
  site,
}) => {
  await site.open(page, 'direct', '/a')
  const whoIs = async (path: string) => {
    const { properties } = await site.event('$pageview', { $pathname: path })
    return ids.map((id) => properties[id])
  }
  const [device, session, tab] = await whoIs('/a')
  await page.goto(site.url('/untracked'))
  await page.goto(site.url('/b'))
  expect(await whoIs('/b')).toEqual([device, session, tab])
  await page.reload()
  await site.event('$pageview', { $pathname: '/b', navigation_type: 'reload' })

  // A window that a page opens begins with a copy of its storage, as a duplicated tab does.
  const open = async (opener: Page, path: string) => {
    const [opened] = await Promise.all([
      opener.waitForEvent('popup'),
      opener.evaluate((target) => void window.open(target), path),
    ])
    const [device, session, own] = await whoIs(path)
    return { opened, device, session, own }
  }
  const copy = await open(page, '/c')
  expect([copy.device, copy.session]).toEqual([device, session])
  expect(copy.own).not.toBe(tab)
  const copyOfCopy = await open(copy.opened, '/tabs')
  expect(new Set([tab, copy.own, copyOfCopy.own]).size).toBe(3)

  // Each goes on as itself, once it is in front again.
  await copyOfCopy.opened.close()
  await copy.opened.bringToFront()
  await copy.opened.goto(site.url('/early'))
  expect((await whoIs('/early'))[2]).toBe(copy.own)
  await copy.opened.close()
  await page.bringToFront()
  await page.goto(site.url('/long'))
  expect((await whoIs('/long'))[2]).toBe(tab)
  const numbers = views(site.paged()).map(({ properties }) => properties['view_number'])
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7])
})
