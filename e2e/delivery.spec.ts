import { setTimeout as pause } from 'node:timers/promises'
import { expect, needs, test, views } from './fixtures.ts'
import type { Page } from './fixtures.ts'
import { complaints } from './journey.ts'
import { push } from './move.ts'
import { createTroubled, troubles } from './trouble.ts'

/** How long a receiver is in trouble before the page goes, and after. Milliseconds. */
const OUTAGE = 5_000

const state = (page: Page) => page.evaluate(() => window.waypost.delivery)

const ends = {
  'another document is opened': [(page: Page) => page.goto('about:blank'), {}],
  'the tab is closed': [(page: Page) => page.close(), needs('closing')],
} as const

for (const trouble of troubles) {
  for (const [how, [end, needed]] of Object.entries(ends)) {
    test(
      `L5 the receiver ${trouble} while ${how}: all arrives with the next visit`,
      needed,
      async ({ tabs, site }) => {
        test.setTimeout(120_000)
        const receiver = await createTroubled(site.collector)
        const page = await tabs.newPage()
        await site.open(page, 'direct', '/a', { collector: receiver.url })
        await site.event('$pageview', { $pathname: '/a' })

        await receiver.begin(trouble)
        const before = receiver.calls()
        await push(page, 'direct', '/b')
        // The moment is what is tried here: the page goes when it has been in trouble for a while.
        await pause(OUTAGE)
        if (trouble !== 'is unreachable') expect(receiver.calls()).toBeGreaterThan(before)
        await push(page, 'direct', '/c')
        await end(page)
        await pause(OUTAGE)
        expect(views(site.paged()).map(({ properties }) => properties['$pathname'])).toEqual(['/a'])
        await receiver.end()

        const next = await tabs.newPage()
        await next.goto(site.url('/d'))
        const paths = () => views(site.paged()).map(({ properties }) => properties['$pathname'])
        await expect.poll(paths, { timeout: 30_000 }).toEqual(['/a', '/b', '/c', '/d'])
        await next.goto(site.url('/untracked'))
        await expect.poll(() => complaints(site.paged()), { timeout: 30_000 }).toEqual([])
        await next.close()
        await receiver.close()
      },
    )
  }

  test(`when the receiver ${trouble} and is back, all arrives, with the times of then`, async ({
    page,
    site,
  }) => {
    test.setTimeout(120_000)
    const receiver = await createTroubled(site.collector)
    await site.open(page, 'direct', '/a', { collector: receiver.url })
    await site.event('$pageview', { $pathname: '/a' })
    await receiver.begin(trouble)
    const before = Date.now()
    await push(page, 'direct', '/b')
    await expect.poll(async () => (await state(page))?.state, { timeout: 60_000 }).not.toBe('ok')
    const after = Date.now()
    await receiver.end()
    const view = await site.event('$pageview', { $pathname: '/b' }, 60_000)
    expect(Date.parse(view.timestamp)).toBeGreaterThanOrEqual(before)
    expect(Date.parse(view.timestamp)).toBeLessThanOrEqual(after)
    await expect.poll(async () => (await state(page))?.state).toBe('ok')
    expect(await site.finish(page)).toBeJourney(['load /a', 'push /b'])
    await receiver.close()
  })
}

test('a fast click-through takes a request for several pages, no more than 0.3 for each', async ({
  page,
  site,
}) => {
  const receiver = await createTroubled(site.collector)
  const options = { tag: `data-key="${site.key}" data-host="${receiver.url}"` }
  await site.open(page, 'script', '/a', options)
  const steps = 20
  const paths = ['/b', '/c', '/tabs', '/a']
  for (let step = 0; step < steps; step += 1) {
    await push(page, 'script', paths[step % 4] ?? '')
    // Somebody who clicks as fast as a page can be seen.
    await pause(300)
  }
  const events = await site.finish(page)
  expect(views(events)).toHaveLength(steps + 1)
  expect(receiver.calls()).toBeLessThanOrEqual(0.3 * (steps + 1))
  await receiver.close()
})
