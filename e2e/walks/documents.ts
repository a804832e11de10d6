import { pageAt, pathOf } from '../../src/browser/sources/walks/router-model.contract.ts'
import { lacking } from '../engines/capabilities.ts'
import { crash } from '../engines/playwright-browser.ts'
import { between } from './drive.ts'
import type { Observation } from './observer.ts'
import { until } from './walker.ts'
import type { BrowserWalker, WalkDocument } from './walker.ts'

// Steps that leave the document, or come to another one.

/** Milliseconds that a document may live on when its tab has gone. */
const AFTERLIFE = 500

/** Every address is another one: asking for the same again would be a reload. */
let visits = 0

/** A new entry, and whatever was ahead is forgotten. */
function addEntry({ stack }: BrowserWalker, to: string) {
  stack.position += 1
  stack.entries = [...stack.entries.slice(0, stack.position), { to, owner: {} }]
}

/** Waits until the browser has told a document that it goes: a document of another process may be there before. */
async function gone(walker: BrowserWalker, leaving: WalkDocument | undefined): Promise<Observation[]> {
  const observations: Observation[] = []
  await until('the document before has not gone', async () => {
    observations.push(...(await walker.observe()))
    return !leaving || leaving.left
  })
  return observations
}

/** A document was born: waits until its app is there and the one before has gone, and tells where it landed. */
async function landed(
  walker: BrowserWalker,
  leaving: WalkDocument | undefined,
  before: readonly Observation[] = [],
) {
  const { setup, tab, stack } = walker
  const to = stack.entries[stack.position]?.to ?? ''
  const isThere = () => tab.evaluate(() => !!window.landed).catch(() => false)
  if (setup.way !== 'plain') await until(`the app is not there at ${to}`, isThere)
  else await tab.waitForFunction(() => document.readyState === 'complete')
  const observations = [...before, ...(await gone(walker, leaving))]
  const born = observations.find(({ is }) => is === 'born')
  const { current } = walker
  if (!born || !current) throw new Error('no document was born')
  const now = between(born.at, await tab.evaluate(() => Date.now()))
  if (current.router) {
    current.router.ask(to, 'push')
    walker.tellMoves(now)
  } else walker.tell(current, { is: 'moved', page: pageAt(to, {}), type: current.type }, now)
}

/** Another document of the site, by its address. */
export async function load(walker: BrowserWalker, path: string) {
  const { site, tab } = walker
  const to = `${path}?visit=${++visits}`
  const leaving = walker.current
  addEntry(walker, to)
  await tab.goto(site.url(to))
  await landed(walker, leaving)
}

export async function reload(walker: BrowserWalker) {
  const { tab, stack, current } = walker
  // A landing on the slow page would be held, and nobody would know when it is there.
  if (!current || pathOf(stack.entries[stack.position]?.to ?? '') === '/slow') return
  await tab.reload()
  await landed(walker, current)
}

/**
 * Does something after which the document is gone, and nobody can tell whether it had the time to say so. What it had to
 * say comes then, or later from a document that takes it on.
 */
async function goneInDoubt(walker: BrowserWalker, is: 'left' | 'killed', end: () => Promise<unknown>) {
  const { tab, oracle, uncertain, current } = walker
  const from = await tab.evaluate(() => Date.now())
  const began = Date.now()
  await end()
  const count = oracle.expected.length
  walker.tell(current, { is }, between(from, from + Date.now() - began + AFTERLIFE))
  for (const event of oracle.expected.slice(count))
    if (event.event === '$pageleave') uncertain.set(event, from)
}

/**
 * Another site takes the tab. Its process does not wait for the one before, which must have gone before the walk goes on
 * and perhaps closes the tab. Of a hidden page Chromium may end the process while it is still being told: a view that
 * nobody has heard of would go with it.
 */
async function yieldTo(walker: BrowserWalker, end: () => Promise<unknown>) {
  const { site, current } = walker
  if (!current) return void (await end())
  if (!current.visible) {
    await walker.arrived()
    return goneInDoubt(walker, 'left', end)
  }
  const farewells = () => site.heard().filter((id) => Number(id) === current.id).length
  const before = farewells()
  await end()
  await until('the document has not told that it goes', () => farewells() > before)
}

/** The tab goes where nobody tracks anything. */
export async function leaveFor(walker: BrowserWalker, where: 'untracked' | 'elsewhere') {
  const { site, tab, current: leaving } = walker
  const path = `/untracked?visit=${++visits}`
  const url = where === 'untracked' ? site.url(path) : site.elsewhere + path
  addEntry(walker, url)
  if (where === 'untracked') {
    await tab.goto(url)
    await gone(walker, leaving)
  } else await yieldTo(walker, () => tab.goto(url))
  walker.away()
}

/** A step in the history to another document. It may come from the back/forward cache: the onlooker tells. */
export async function travel(walker: BrowserWalker, delta: number) {
  const { site, tab, stack, current: leaving } = walker
  const target = stack.entries[stack.position + delta]
  if (!target || pathOf(target.to) === '/slow') return
  const begin = () => tab.evaluate((steps) => void setTimeout(() => history.go(steps), 0), delta)
  stack.position += delta
  if (URL.canParse(target.to)) {
    const isThere = () =>
      tab
        .evaluate(() => location.href)
        .then(
          (href) => href === target.to,
          () => false,
        )
    const arrive = async () => {
      await begin()
      await until(`the tab is not at ${target.to}`, isThere)
    }
    if (target.to.startsWith(site.origin)) {
      await arrive()
      await gone(walker, leaving)
    } else await yieldTo(walker, arrive)
    return walker.away()
  }
  await begin()
  walker.away()
  const seen: Observation[] = []
  await until(`the tab is not back at ${target.to}`, async () => {
    seen.push(...(await walker.observe().catch(() => [])))
    return seen.some(({ is }) => is === 'born' || is === 'resumed') && (!leaving || leaving.left)
  })
  if (seen.some(({ is }) => is === 'born')) await landed(walker, leaving, seen)
}

/** The tab ends, one way or another, and the user goes on in a new one. */
export async function turnOver(walker: BrowserWalker, how: 'closed' | 'crashed') {
  const { tab, browser, current } = walker
  if (how === 'crashed' && lacking(browser.engine, ['crash'])) return
  if (current) {
    // A view that nobody has heard of may die with its tab.
    if (how === 'crashed') await walker.arrived()
    await goneInDoubt(walker, how === 'crashed' ? 'killed' : 'left', async () => {
      if (how === 'crashed') await crash(tab)
      await tab.close()
    })
  } else await tab.close()
  await walker.newTab()
  await load(walker, '/a')
}
