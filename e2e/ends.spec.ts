import { expect, test, views } from './fixtures.ts'
import type { Page, Site } from './fixtures.ts'
import { complaints, leaves } from './journey.ts'

/** Documents that end in each test, at random moments. */
const ENDS = 125
const paths = ['/a', '/b', '/c', '/tabs', '/long', '/late']

/** Chance that can be had again: the seed is part of a failure. */
function createChance(seed: number) {
  let state = seed
  return (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

/**
 * Walks about by itself in a new document, and goes as told, without a word to the test before: what a driver says would
 * give the page time. Resolves with how many pages were seen.
 */
async function visit(page: Page, site: Site, chance: (limit: number) => number): Promise<number> {
  const how = (['closes', 'goes', 'reloads'] as const)[chance(3)] ?? 'goes'
  const steps = Array.from({ length: chance(4) }, () => [paths[chance(6)] ?? '/a', chance(400)] as const)
  const pause = chance(400)
  await page.goto(site.url('/untracked'))
  const [tab] = await Promise.all([page.waitForEvent('popup'), page.evaluate(() => void window.open('/a'))])
  await tab.waitForFunction(() => (window.waypost?.view?.number ?? 0) > 0)
  const gone =
    how === 'closes'
      ? tab.waitForEvent('close')
      : how === 'goes'
        ? tab.waitForURL('**/untracked')
        : tab.waitForURL('**#again')
  const seen = await tab.evaluate(
    async ([steps, pause, how]) => {
      let seen = 1
      for (const [path, time] of steps) {
        if (path !== window.router.currentRoute.value.path) seen += 1
        await window.router.push(path)
        await new Promise((resolve) => setTimeout(resolve, time))
      }
      setTimeout(() => {
        if (how === 'closes') window.close()
        else if (how === 'goes') location.assign('/untracked')
        else {
          history.replaceState(history.state, '', '#again')
          location.reload()
        }
      }, pause)
      return seen
    },
    [steps, pause, how] as const,
  )
  await gone
  if (how === 'closes') return seen
  if (how === 'goes') {
    await tab.close()
    return seen
  }
  // The document after the reload is a view as well; it ends by its tab's.
  await tab.waitForFunction(
    () =>
      performance
        .getEntriesByType('navigation')
        .some((entry) => 'type' in entry && entry.type === 'reload') &&
      (window.waypost?.view?.number ?? 0) > 0,
  )
  await tab.close()
  return seen + 1
}

for (const part of [1, 2, 3, 4]) {
  test(`L3 ${ENDS} documents end at random moments: every view and leave arrives, once (${part} of 4)`, async ({
    page,
    site,
  }) => {
    test.setTimeout(600_000)
    const seed = (Date.now() % 100_000) * 10 + part
    const chance = createChance(seed)
    site.serve('direct')
    let seen = 0
    for (let end = 0; end < ENDS; end += 1) seen += await visit(page, site, chance)
    // A last document takes on what may be left. Its own view is open: it is no part of the run.
    await page.goto(site.url('/early'))
    await site.event('$pageview', { $pathname: '/early' })
    const run = () => site.paged().filter(({ properties }) => properties['$pathname'] !== '/early')
    const state = () => [...complaints(run()), views(run()).length]
    await expect.poll(state, { timeout: 30_000, message: `seed ${seed}` }).toEqual([seen])
    const reasons = new Map<unknown, number>()
    for (const { properties } of leaves(run()))
      reasons.set(properties['leave_reason'], (reasons.get(properties['leave_reason']) ?? 0) + 1)
    test.info().annotations.push({
      type: 'ends',
      description: `seed ${seed}: ${seen} views, leaves ${JSON.stringify([...reasons])}, ${site.copies()} events came again`,
    })
  })
}
