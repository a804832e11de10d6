import { at, createIds, createMemory, createVirtualTime } from '../harness.contract.js'
import { createPageViews, createRedactor, createSession } from '../index.js'
import type { Decision, NavigationType, PageRoute, Schedule, WaypostEvent } from '../index.js'
import { compare, Mismatch } from './compare.contract.js'
import type { DocumentOracle, DocumentSetup } from './document-oracle.contract.js'
import type { Fact, Moment, Page } from './facts.contract.js'
import { createOracle } from './oracle.contract.js'
import { pageKeys } from './page-keys.contract.js'

/** How one walk is set up. */
export interface CoreSetup extends DocumentSetup {
  title: string
  visible: boolean
}

export const urlOf = ({ path, query, hash }: Page): string =>
  path + (query ? `?${query}` : '') + (hash ? `#${hash}` : '')

/** What the route of a page says of it. Of the two pages that are no views one says so itself. */
function routeOf({ path, name }: Page): PageRoute | undefined {
  if (path === '/silent') return { meta: false }
  if (path === '/c') return { name: 'internal', meta: { name: 'checkout' } }
  return name ? { name } : undefined
}

/** What a decision says, in the oracle's words. */
function inWords(decision: Decision): string {
  const { what, reason, page } = decision
  return [what, reason, page, 'title' in decision ? decision.title : undefined].filter(Boolean).join(' ')
}

/** A document without a browser, and what the oracle says of it. Whatever happens is done to the one and told to the other. */
export interface CoreTab {
  views: ReturnType<typeof createPageViews>
  witness: DocumentOracle
  /** What the document shows. */
  shown: { title: string; top: number; visible: boolean; focused: boolean }
  /** Its title changed, and nobody was told of it yet. */
  untold: boolean
  decisions: Decision[]
  /** Nothing that it has planned will happen. */
  die(): void
}

/** All documents of one user, and their clock. */
export function createCoreWorld(setup: CoreSetup) {
  const time = createVirtualTime()
  const events: WaypostEvent[] = []
  const sentAt: number[] = []
  const newId = createIds()
  const newSession = createIds('session')
  const { storage } = createMemory()
  const oracle = createOracle()
  const now = (): Moment => ({ wall: time.clock.now(), mono: time.clock.elapsed() })
  const emit = (event: WaypostEvent) => {
    events.push(event)
    sentAt.push(time.clock.elapsed())
  }

  function createTab(type: NavigationType): CoreTab {
    const shown = { title: setup.title, top: 0, visible: false, focused: false }
    const decisions: Decision[] = []
    const cancels = new Set<() => void>()
    const schedule: Schedule = (task, delay) => {
      const cancel = time.schedule(() => {
        cancels.delete(cancel)
        task()
      }, delay)
      cancels.add(cancel)
      return () => {
        cancels.delete(cancel)
        cancel()
      }
    }
    const views = createPageViews(
      {
        clock: time.clock,
        schedule,
        session: createSession(time.clock, newSession, storage),
        newId,
        redact: createRedactor(),
        readTitle: () => shown.title,
        readScroll: () => ({ top: shown.top, viewport: 600, content: 3000 }),
        documentType: () => type,
        referrer: () => ({}),
        emit,
        keep: () => undefined,
        explain: (decision) => void decisions.push(decision),
      },
      {
        leave: setup.leave,
        titleWait: setup.titleWait,
        idleAfter: setup.idleAfter,
        pageKey: pageKeys[setup.pageKey].option,
        ignore: ({ path }) => path === '/ignored',
      },
    )
    const die = () => cancels.forEach((cancel) => cancel())
    return { views, witness: oracle.document({ ...setup, type }), shown, untold: false, decisions, die }
  }

  const tabs: CoreTab[] = []
  let front = 0
  const current = () => {
    const tab = tabs[front]
    if (!tab) throw new Error('there is no document')
    return tab
  }
  const tell = (fact: Fact) => current().witness.hear(fact, now())

  const world = {
    time,
    events,
    tabs,
    tell,
    get tab() {
      return current()
    },
    /** A new document in the present tab, or in a new one. */
    open(type: NavigationType, index = front) {
      front = index
      oracle.sessions.shared ||= index > 0
      tabs[index]?.die()
      tabs[index] = createTab(type)
    },
    turnTo(tab: CoreTab) {
      front = tabs.indexOf(tab)
    },
    setTitle(title: string) {
      world.deliver()
      current().untold = true
      current().shown.title = title
      tell({ is: 'retitled', title })
    },
    /** Who watches the title is told of its change. */
    deliver() {
      const tab = current()
      if (!tab.untold) return
      tab.untold = false
      tab.views.titleChanged()
      tell({ is: 'told' })
    },
    move(page: Page, type: NavigationType, landing: boolean) {
      tell({ is: 'moved', page, type, landing })
      current().views.confirmed({ location: at(urlOf(page), routeOf(page)), type, landing })
    },
    pass(milliseconds: number) {
      const from = time.clock.elapsed()
      time.advance(milliseconds)
      oracle.passed(from, now())
    },
    sleep(milliseconds: number, monotonicRuns: boolean) {
      const from = time.clock.elapsed()
      time.sleep(milliseconds, monotonicRuns)
      oracle.passed(from, now(), true)
    },
    /** The document dies without a word. What was kept of it is sent later, by another. */
    kill() {
      tell({ is: 'killed' })
      const last = current().views.lastState()
      if (last) emit(last)
      current().die()
    },
    get doubtful() {
      return tabs.length > 1 && oracle.sessions.doubtful
    },
    check() {
      compare(oracle.expected, events, 'https://app.example', sentAt)
      for (const { views, witness, decisions } of tabs) {
        const { location, view } = views
        if (witness.lives && location?.path !== witness.page?.path)
          throw new Mismatch(`it is on ${location?.path}, not on ${witness.page?.path}`)
        if (witness.lives && view?.location.path !== witness.view?.page.path)
          throw new Mismatch(`it views ${view?.location.path}, not ${witness.view?.page.path}`)
        decisions.forEach((decision, index) => {
          const wanted = witness.decisions[index]
          if (inWords(decision) !== wanted)
            throw new Mismatch(`it explains "${inWords(decision)}", not "${wanted}"`)
        })
        if (decisions.length !== witness.decisions.length)
          throw new Mismatch(`it does not explain "${witness.decisions[decisions.length]}"`)
      }
    },
  }
  return world
}
export type CoreWorld = ReturnType<typeof createCoreWorld>
