import type { CollectedEvent } from 'waypost/collector'
import { expect, leaves, needs, test, views } from './fixtures.ts'
import type { Site } from './fixtures.ts'
import { createKillable } from './killable.ts'
import type { KillableEngine } from './killable.ts'

/** How often a browser is killed. */
const KILLS = 20
/** A view that is younger may die with its browser, before anybody has heard of it. Milliseconds. */
const YOUNG = 2_000

/**
 * Tells the server how many moves it finds in a database of its own, as durable as waypost's: a browser that was killed
 * may have forgotten what it had confirmed.
 */
const counting = `<script>
const done = (request, name = 'onsuccess') => new Promise((resolve) => (request[name] = () => resolve(request.result)))
const openCount = async () => {
  const opening = indexedDB.open('moves', 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore('moves')
  const database = await done(opening)
  const moves = (await done(database.transaction('moves').objectStore('moves').get('count'))) ?? 0
  fetch('/kept/' + moves)
  return [database, moves]
}
const counted = openCount()
</script>`

/**
 * Moves by itself, at random moments, counts that, and tells the server where it is now. Between two moves it is scrolled
 * and moved over, as by a user.
 */
const restless = `${counting}<script>
addEventListener('load', async () => {
  const pause = (limit) => new Promise((resolve) => setTimeout(resolve, Math.random() * limit))
  let [database, moves] = await counted
  while (!window.router || !window.waypost?.view) await pause(50)
  for (;;) {
    const target = ['/a', '/b', '/c', '/tabs', '/long', '/late'][Math.floor(Math.random() * 6)]
    if (target === router.currentRoute.value.path) continue
    await router.push(target)
    const keeping = database.transaction('moves', 'readwrite', { durability: 'relaxed' })
    keeping.objectStore('moves').put(++moves, 'count')
    await done(keeping, 'oncomplete')
    fetch('/moved' + target)
    dispatchEvent(new PointerEvent('pointermove', { bubbles: true }))
    scrollTo(0, Math.random() * 2000)
    await pause(2500)
  }
})
</script>`

const id = ({ properties }: CollectedEvent) => properties['$pageview_id']

/** When a browser had forgotten what it had confirmed to a page: nobody can bring back what it forgot. */
function forgotten(site: Site): number[] {
  let moves = 0
  return [...site.visited('/moved'), ...site.visited('/kept')]
    .sort((one, other) => one.at - other.at)
    .flatMap(({ path, at }) => {
      const kept = /^\/kept\/(\d+)/.exec(path)
      if (!kept) {
        moves += 1
        return []
      }
      const isForgotten = Number(kept[1]) < moves
      // A move may have been kept, and nobody told.
      moves = Number(kept[1])
      return isForgotten ? [at] : []
    })
}

/** What is wrong with a run of documents that were killed: numbers aside, every view has one leave. */
function complaints(events: readonly CollectedEvent[], forgot: readonly number[]): string[] {
  const left = leaves(events)
  const ids = views(events).map(id)
  const isForgotten = ({ timestamp }: CollectedEvent) => forgot.some((at) => Date.parse(timestamp) < at)
  const count = (view: CollectedEvent) => left.filter((leave) => id(leave) === id(view)).length
  return [
    ...views(events)
      .filter((view) => count(view) !== 1 && !(count(view) === 0 && isForgotten(view)))
      .map((view) => `view ${String(id(view))} has ${count(view)} leaves`),
    ...left.filter((leave) => !ids.includes(id(leave))).map(({ uuid }) => `leave ${uuid} has no view`),
    ...left
      .filter((leave) =>
        views(events).some((view) => id(view) === id(leave) && view.timestamp > leave.timestamp),
      )
      .map(({ uuid }) => `leave ${uuid} is before its view`),
  ]
}

const setup = (site: Site, head: string) => ({
  head,
  tag: `data-key="${site.key}" data-host="${site.collector}"`,
})

async function killAgainAndAgain(engine: KillableEngine, site: Site) {
  const browser = await createKillable(engine)
  /** When each move was known to the server, and when each browser was killed. */
  const moved: { path: string; at: number }[] = []
  const killed: number[] = []
  try {
    for (let round = 0; round < KILLS; round += 1) {
      const before = site.visited('/moved').length
      site.serve('script', setup(site, restless))
      browser.start(site.url('/a'))
      await expect.poll(() => site.visited('/moved').length, { timeout: 60_000 }).toBeGreaterThan(before)
      // The moment of death is what is tried here, so it is left to chance.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 6_000))
      killed.push(Date.now())
      await browser.kill()
    }
    moved.push(...site.visited('/moved'))

    // A last document, which stays where it is, takes on what is left. Its own view is open: it is no part of the run.
    const ran = site.arrived().length
    const told = site.visited('/kept').length
    site.serve('script', setup(site, counting))
    browser.start(site.url('/early'))
    await site.event('$pageview', { $pathname: '/early' }, 60_000)
    // It, too, tells what it knows of the count.
    await expect.poll(() => site.visited('/kept').length, { timeout: 30_000 }).toBeGreaterThan(told)
    const run = () => site.paged().filter(({ properties }) => properties['$pathname'] !== '/early')
    await expect.poll(() => complaints(run(), forgotten(site)), { timeout: 30_000 }).toEqual([])
    expect(site.arrived().length).toBeGreaterThan(ran)
    return { events: run(), moved, killed, copies: site.copies(), forgot: forgotten(site) }
  } finally {
    await browser.remove()
  }
}

test(
  `L5 killed ${KILLS} times in the middle of a view: no leave is missing, none comes twice`,
  needs('killing'),
  async ({ site, engine }, { annotations }) => {
    test.setTimeout(600_000)
    const { events, moved, killed, copies, forgot } = await killAgainAndAgain(engine as KillableEngine, site)
    const recovered = leaves(events).filter(({ properties }) => properties['leave_reason'] === 'recovered')
    // Each kill ended a view. What the browser forgot is known by views that have no leave at all.
    const lost = views(events).filter((view) => !leaves(events).some((leave) => id(leave) === id(view)))
    if (!forgot.length) expect(lost).toEqual([])
    expect(recovered.length + lost.length).toBeGreaterThan(KILLS / 2)

    for (const leave of recovered) {
      const { $prev_pageview_duration: lasted, visible_seconds: visible } = leave.properties
      const view = views(events).find((one) => id(one) === id(leave))
      const lived = (Date.parse(leave.timestamp) - Date.parse(view?.timestamp ?? '')) / 1000
      expect(lasted).toBeCloseTo(lived, 1)
      expect(Number(visible)).toBeLessThanOrEqual(Number(lasted) + 0.001)
      // Nobody lives longer than his browser.
      expect(killed.some((at) => Date.parse(leave.timestamp) <= at)).toBe(true)
    }
    // Whatever was not young when its browser died has arrived.
    const isDue = (at: number) =>
      killed.every((kill) => kill < at || kill - at > YOUNG) && forgot.every((time) => time < at)
    const due = moved.filter(({ at }) => isDue(at)).length
    const young = moved.length - due
    expect(views(events).length).toBeGreaterThanOrEqual(due)
    annotations.push({
      type: 'kills',
      description: `${killed.length} kills, ${views(events).length} views, ${recovered.length} leaves recovered, ${young} views younger than ${YOUNG} ms at their death, ${copies} events came again, ${forgot.length} times the browser had forgotten what it had stored`,
    })
  },
)
