import fc from 'fast-check'
import { pageAt, pathOf } from '../../src/browser/sources/walks/router-model.contract.ts'
import { plainTitle } from '../site-page.ts'
import {
  between,
  plainHash,
  plainMove,
  plainStep,
  release,
  routerMoves,
  routerStep,
  touch,
  withTracker,
} from './drive.ts'
import type { Move } from './drive.ts'
import { leaveFor, load, reload, travel, turnOver } from './documents.ts'
import { until } from './walker.ts'
import type { BrowserWalker } from './walker.ts'

/** One thing that happens. */
export interface BrowserStep {
  words: string
  take(walker: BrowserWalker): Promise<void>
}

const HALF_AN_HOUR = 31 * 60_000

/** The page and its router have to be where the model says, or nothing that follows means anything. */
async function check({ tab, current }: BrowserWalker): Promise<void> {
  const { router } = current ?? {}
  if (!router) return
  const read = () =>
    tab.evaluate(() => [
      window.router.currentRoute.value.fullPath,
      location.pathname + location.search + location.hash,
    ])
  const wanted = [router.current ?? '/', router.url ?? '']
  await until(`the app is not at ${wanted.join(', ')}, as its model says`, async () => {
    const found = await read()
    return found[0] === wanted[0] && found[1] === wanted[1]
  })
}

const step = (words: string, take: (walker: BrowserWalker) => Promise<unknown>): BrowserStep => ({
  words,
  async take(walker) {
    await take(walker)
    await check(walker)
  },
})

/** A step of an app that is there: nothing happens elsewhere. */
const here = (
  words: string,
  take: (walker: BrowserWalker, document: NonNullable<BrowserWalker['current']>) => Promise<unknown>,
) =>
  step(words, async (walker) => {
    if (walker.current) await take(walker, walker.current)
  })

const inWords = (moves: readonly Move[]) => moves.map(([to, how]) => `${how} ${to}`)

/** The app moves: once, or as soon as it is there again, or several times in one task. Without a router only once. */
const move = (moves: readonly Move[], racing = false) =>
  here(
    inWords(moves).join(racing ? ' and, in the same task, ' : ', then '),
    async ({ tab, stack, tell, tellMoves }, document) => {
      const { router } = document
      if (router) {
        const moments = await routerMoves(tab, moves, racing)
        moves.forEach(([to, how], index) => {
          if (racing && index < moves.length - 1) return router.supersede(to)
          router.ask(to, how)
          router.forgetOlder()
          tellMoves(moments[racing ? 0 : index] ?? between(0, 0))
        })
        return
      }
      for (const [to, how] of moves) {
        const now = await plainMove(tab, [to, how], plainTitle(pathOf(to)))
        const entry = { to, owner: stack.entries[stack.position]?.owner }
        if (how === 'push') stack.position += 1
        const ahead = how === 'push' ? [] : stack.entries.slice(stack.position + 1)
        stack.entries = [...stack.entries.slice(0, stack.position), entry, ...ahead]
        document.path = to
        tell(document, { is: 'moved', page: pageAt(to, {}), type: how }, now)
      }
    },
  )

const go = (delta: number) =>
  step(`go(${delta})`, async (walker) => {
    const { stack, current: document, tab } = walker
    const from = stack.entries[stack.position]
    const target = stack.entries[stack.position + delta]
    if (!target?.owner) return
    if (!document || target.owner !== from?.owner) return travel(walker, delta)
    if (document.router) {
      if (document.router.current === undefined) return
      const now = await routerStep(tab, delta)
      document.router.step(delta)
      document.router.forgetOlder()
      return walker.tellMoves(now)
    }
    const now = await plainStep(tab, delta)
    stack.position += delta
    document.path = target.to
    walker.tell(document, { is: 'moved', page: pageAt(target.to, {}), type: 'traverse' }, now)
  })

const hash = (name: string) =>
  here(`the address changes to #${name}`, async ({ tab, stack, tell }, document) => {
    const to = document.path.replace(/#.*|$/, `#${name}`)
    if (document.router || to === document.path) return
    const now = await plainHash(tab, name)
    const { owner } = stack.entries[stack.position] ?? {}
    stack.entries = [...stack.entries.slice(0, ++stack.position), { to, owner }]
    document.path = to
    tell(document, { is: 'moved', page: pageAt(to, {}), type: 'push' }, now)
  })

const steps = {
  replaceState: here('replaceState of the same address', ({ tab }) =>
    tab.evaluate(() => history.replaceState({ ...history.state, note: 1 }, '')),
  ),
  release: here('the slow guard lets go', async ({ tab, tellMoves }, { router }) => {
    if (router?.holds === undefined) return
    router.release()
    tellMoves(await release(tab, router.current ?? '/'))
  }),
  lock: here('the page /locked is locked', async ({ tab }, document) => {
    document.locked = true
    await tab.evaluate(() => void (window.locked = true))
  }),
  unlock: here('the page /locked is unlocked', async ({ tab }, document) => {
    document.locked = false
    await tab.evaluate(() => void (window.locked = false))
  }),
  title: here('the title changes', async ({ tab, doubtTitle }, own) => {
    doubtTitle()
    own.retitled = true
    await tab.evaluate(() => void (document.title += ' (1)'))
  }),
  hide: here('another tab in front', async ({ browser, observe }, document) => {
    if (!document.visible) return
    await browser.cover()
    await until('the page is not hidden', async () => {
      await observe()
      return !document.visible
    })
  }),
  show: here('this tab in front', async ({ tab, observe }, document) => {
    if (document.visible) return
    await tab.bringToFront()
    await until('the page is not shown', async () => {
      await observe()
      return document.visible
    })
  }),
  touch: here('the pointer moves', async ({ tab, observe }) => {
    if (await touch(tab)) await observe()
  }),
  idle: here('half an hour passes', async ({ tab, oracle, pauses }) => {
    const from = await tab.evaluate(() => Date.now())
    pauses.push(from)
    const to = await tab.evaluate((milliseconds) => {
      window.passTime?.(milliseconds)
      return Date.now()
    }, HALF_AN_HOUR)
    oracle.passed(from, { wall: to, mono: to }, true)
  }),
  capture: here('capture', async ({ tab, captured, oracle, tell }, document) => {
    const now = await withTracker(tab, 'capture', captured.length)
    tell(document, { is: 'captured' }, now)
    if (document.witness) oracle.sessions.active(now.wall)
    captured.push({ sent: !!document.witness, view: document.witness?.view })
  }),
  optOut: here('opt out', async (walker, document) => {
    if (!walker.consent || !document.trackers) return
    // What is on its way may arrive or not: that is not what is tried here.
    await walker.arrived()
    await withTracker(walker.tab, 'optOut')
    walker.optOut()
  }),
  optIn: here('opt in', async (walker, document) => {
    if (walker.consent || !document.trackers) return
    const now = await withTracker(walker.tab, 'optIn')
    walker.optIn()
    walker.begin(document, now)
  }),
  stop: here('stop the tracker in charge', async (walker, document) => {
    if (!document.trackers) return
    const now = await withTracker(walker.tab, 'stop')
    walker.tell(document, { is: 'stopped' }, now)
    document.witness = undefined
    document.trackers -= 1
    if (document.trackers && walker.consent) walker.begin(document, now)
  }),
  reload: step('reload', reload),
  untracked: step('a link to a page that nobody tracks', (walker) => leaveFor(walker, 'untracked')),
  elsewhere: step('a link to another site', (walker) => leaveFor(walker, 'elsewhere')),
  close: step('the tab is closed, and another one opened', (walker) => turnOver(walker, 'closed')),
  crash: step('the tab crashes, and another one is opened', (walker) => turnOver(walker, 'crashed')),
} as const

const paths = fc.constantFrom(
  '/a',
  '/a',
  '/b',
  '/b',
  '/c',
  '/same',
  '/tabs',
  '/tabs?tab=two',
  '/tabs?tab=two&x=1',
  '/a?x=1',
  '/a#part',
  '/b?tab=1',
  '/early',
  '/early/two',
  '/mounted',
  '/late',
  '/never',
  '/lazy',
  '/broken',
  '/refused',
  '/throws',
  '/slow',
  '/slow',
  '/locked',
  '/locked',
  '/old',
  '/older',
  '/moved',
  '/silent',
  '/renamed',
  '/team/one',
  '/team/two',
  '/team/one/members',
  '/team/one/settings/all',
  '/no/such/page',
)
/** What is superseded in the task in which it is asked for. */
const losers = fc.constantFrom('/a', '/b', '/early', '/lazy', '/team/two', '/silent')
const landings = fc.constantFrom(
  '/a',
  '/a',
  '/b',
  '/early',
  '/late',
  '/lazy',
  '/old',
  '/landing',
  '/moved',
  '/silent',
  '/renamed',
  '/team/one',
  '/refused',
  '/broken',
  '/locked',
)
const how = fc.constantFrom('push' as const, 'push' as const, 'push' as const, 'replace' as const)
const aMove = fc.tuple(paths, how)

const one = (weight: number, ...names: (keyof typeof steps)[]) => ({
  weight,
  arbitrary: fc.constantFrom(...names.map((name) => steps[name])),
})

export const browserStep: fc.Arbitrary<BrowserStep> = fc.oneof(
  { weight: 30, arbitrary: aMove.map((it) => move([it])) },
  { weight: 6, arbitrary: fc.array(aMove, { minLength: 2, maxLength: 3 }).map((moves) => move(moves)) },
  {
    weight: 5,
    arbitrary: fc.tuple(losers, paths).map(([first, last]) =>
      move(
        [
          [first, 'push'],
          [last, 'push'],
        ],
        true,
      ),
    ),
  },
  { weight: 18, arbitrary: fc.constantFrom(-1, -1, -1, 1, 1, -2, 2, -3).map(go) },
  { weight: 2, arbitrary: fc.constantFrom('part', 'end').map(hash) },
  one(6, 'release'),
  one(4, 'lock', 'lock', 'unlock'),
  one(4, 'replaceState', 'title'),
  one(8, 'hide', 'show', 'show'),
  one(5, 'touch', 'capture'),
  one(2, 'idle'),
  one(3, 'reload'),
  {
    weight: 3,
    arbitrary: landings.map((path) =>
      step(`a document of the site: ${path}`, (walker) => load(walker, path)),
    ),
  },
  one(5, 'untracked', 'elsewhere'),
  one(2, 'optOut', 'optIn', 'optIn'),
  one(1, 'close', 'close', 'stop'),
  one(1, 'crash'),
)

export const firstPage = landings
