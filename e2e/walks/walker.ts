import { setTimeout as pause } from 'node:timers/promises'
import {
  createRouterModel,
  createStack,
  pageAt,
  pathOf,
} from '../../src/browser/sources/walks/router-model.contract.ts'
import type { RouterEvent, RouterModel } from '../../src/browser/sources/walks/router-model.contract.ts'
import type { DocumentOracle } from '../../src/core/walks/document-oracle.contract.ts'
import type { ExpectedLeave, ExpectedView, Fact, Moment } from '../../src/core/walks/facts.contract.ts'
import { createOracle } from '../../src/core/walks/oracle.contract.ts'
import { pageKeys } from '../../src/core/walks/page-keys.contract.ts'
import type { PageKeyName } from '../../src/core/walks/page-keys.contract.ts'
import type { Page } from '../engines/page.ts'
import type { Site } from '../site.ts'
import type { WalkBrowser } from './browser.ts'
import { between } from './drive.ts'
import { LOG, observer } from './observer.ts'
import type { Observation } from './observer.ts'
import { routeOf } from './routes.ts'

/** How one walk is set up. */
export interface BrowserSetup {
  way: 'direct' | 'script' | 'plain'
  leave: 'each' | 'exit'
  pageKey: Exclude<PageKeyName, 'function'>
  /** The app installs two trackers. */
  twice: boolean
}

/** By how many milliseconds an onlooker in the page may be off: one listener comes after another. */
const ONLOOKER = 50
/** Longest wait for anything, milliseconds. */
const PATIENCE = 20_000

/** Waits until something is so. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`the walk got stuck: ${what}`)
    await pause(5)
  }
}

/** One document of the site: what it is, and what has to come of it. */
export interface WalkDocument {
  /** As the onlooker calls it. */
  id: number
  type: 'load' | 'reload'
  router: RouterModel | undefined
  /** Where it is. */
  path: string
  visible: boolean
  focused: boolean
  /** Somebody has changed its title, out of the app's order. */
  retitled: boolean
  /** The browser has told it that it goes. */
  left: boolean
  /** Its page `/locked` refuses to be left. */
  locked: boolean
  /** None while nothing is tracked. */
  witness: DocumentOracle | undefined
  /** How many trackers there are. */
  trackers: number
}

/** What the walk knows of a view beyond what has to arrive. */
export interface Context {
  /** Which tab, and how often the user had opted out: they share the id of a window. */
  window: string
  /** Its title may be another page's, or it was cut short: nobody can tell it. */
  titleUnknown: boolean
}

/** An event of the app's own. */
export interface Captured {
  /** Somebody tracked the page. */
  sent: boolean
  view: ExpectedView | undefined
}

/** A tab that walks through a site, the models of its history and its app, and the oracle beside them. */
export async function createBrowserWalker(browser: WalkBrowser, site: Site, setup: BrowserSetup) {
  const { way, leave, pageKey } = setup
  const oracle = createOracle()
  const contexts = new Map<ExpectedView, Context>()
  const documents = new Map<number, WalkDocument>()
  let tab = await browser.openTab()
  let tabs = 1
  let optOuts = 0
  let consent = true
  let current: WalkDocument | undefined
  /** How much of what the onlooker wrote in each document has been told. */
  const observed = new Map<string, number>()
  /** Where the app went, until it is known when. */
  const moves: RouterEvent[] = []
  const stack = createStack()
  /** What the app itself has captured, each with the view that was open. */
  const captured: Captured[] = []

  site.serve(way, {
    head: observer,
    options: { leave, pageKey: pageKeys[pageKey].option },
    twice: setup.twice && way === 'direct',
  })

  function tell(document: WalkDocument | undefined, fact: Fact, now: Moment) {
    document?.witness?.hear(fact, now)
    for (const event of oracle.expected.slice(contexts.size))
      if (event.event === '$pageview' && !contexts.has(event)) {
        // Nobody moved, so the app has not set its title again.
        const same = event.type === 'session_start' || event.type === 'bfcache'
        const titleUnknown = same && !!document?.retitled
        contexts.set(event, { window: `${tabs}/${optOuts}`, titleUnknown })
      }
  }
  const doubtTitle = (view = current?.witness?.view) => {
    const context = view && contexts.get(view)
    if (context) context.titleUnknown = true
  }
  const witnessOf = ({ type }: WalkDocument) =>
    oracle.document({ type, leave, pageKey, idleAfter: 30, titleWait: 500, title: undefined })

  function createDocument(id: number, how: string | undefined, owner: unknown): WalkDocument {
    const born: WalkDocument = {
      id,
      type: how === 'reload' ? 'reload' : 'load',
      router: undefined,
      path: stack.entries[stack.position]?.to ?? '/',
      visible: false,
      focused: false,
      retitled: false,
      left: false,
      locked: false,
      witness: undefined,
      trackers: setup.twice && way === 'direct' ? 2 : 1,
    }
    const sketch = (path: string) => ({
      ...routeOf(path),
      leave: () => (path === '/locked' && born.locked ? ('no' as const) : undefined),
    })
    if (way !== 'plain')
      born.router = createRouterModel({
        sketch,
        inMemory: false,
        tellsReplace: true,
        appFirst: true,
        heard: (event) => void moves.push(event),
        stack,
        owner,
      })
    if (consent) born.witness = witnessOf(born)
    return born
  }

  /** Tells what the onlooker in the page has written down since the last time. Returns it. */
  async function observe(): Promise<Observation[]> {
    const logs = await tab.evaluate(
      (start) => Object.entries(localStorage).filter(([key]) => key.startsWith(start)),
      LOG,
    )
    const observations = logs
      .flatMap(([key, text]) => {
        const log: Observation[] = JSON.parse(text)
        const from = observed.get(key) ?? 0
        observed.set(key, log.length)
        return log.slice(from)
      })
      .sort((one, other) => one.by - other.by)
    for (const { is, at, by, late = 0, unheard, document: id, how } of observations) {
      if (is === 'born') {
        const { owner } = stack.entries[stack.position] ?? {}
        documents.set(id, createDocument(id, how, owner))
        current = documents.get(id)
        continue
      }
      const seen = documents.get(id)
      if (!seen) throw new Error(`nobody knows document ${id}`)
      if (is === 'resumed') current = seen
      if (is === 'resumed' || is === 'left') seen.left = is === 'left'
      if (is === 'shown' || is === 'hidden') seen.visible = is === 'shown'
      if (is === 'focused' || is === 'blurred') seen.focused = is === 'focused'
      if (is === 'hidden') doubtTitle(seen.witness?.view)
      const moment = between(at, by)
      tell(seen, is === 'focused' ? { is, unheard } : { is }, {
        ...moment,
        slack: (moment.slack ?? 0) + ONLOOKER + late,
      })
    }
    return observations
  }

  /** The app went where its model says; now it is known when. */
  function tellMoves(now: Moment) {
    for (const event of moves.splice(0)) {
      if (event.is === 'titledEarly') doubtTitle()
      if (event.is === 'moved') tell(current, event, now)
    }
  }

  return {
    site,
    browser,
    setup,
    oracle,
    contexts,
    stack,
    observe,
    tell,
    tellMoves,
    doubtTitle,
    captured,
    /** Leaves of documents that died, or may have, and when that began: milliseconds since the Unix epoch. */
    uncertain: new Map<ExpectedLeave, number>(),
    /** When the clock was put forward, milliseconds since the Unix epoch. */
    pauses: [] as number[],
    get tab(): Page {
      return tab
    },
    get current() {
      return current
    },
    get consent() {
      return consent
    },
    /** The tab shows no document of the site that is tracked. */
    away() {
      current = undefined
    },
    async newTab() {
      tab = await browser.openTab()
      tabs += 1
      current = undefined
      Object.assign(stack, createStack())
    },
    optOut() {
      for (const one of documents.values()) {
        tell(one, { is: 'optedOut' }, between(0, 0))
        one.witness = undefined
      }
      oracle.sessions.clear()
      consent = false
      optOuts += 1
    },
    optIn: () => void (consent = true),
    /** A tracker starts on a document that is there already. */
    begin(document: WalkDocument, now: Moment) {
      // It asks the router where the app is, and hears of it a little later.
      now = { ...now, slack: (now.slack ?? 0) + ONLOOKER }
      document.witness = witnessOf(document)
      if (document.visible) tell(document, { is: 'shown' }, now)
      if (document.focused) tell(document, { is: 'focused' }, now)
      const at = document.router ? document.router.current : document.path
      if (at === undefined) return
      const page = pageAt(at, document.router ? routeOf(pathOf(at)).page : {})
      tell(document, { is: 'moved', page, type: document.type }, now)
    },
    /** All that is due so far is there, or it was waited long enough. */
    async arrived() {
      const end = Date.now() + PATIENCE
      const isThere = () =>
        site.paged().length >= oracle.expected.length &&
        site.arrived().filter(({ event }) => event === 'walked').length >=
          captured.filter(({ sent }) => sent).length
      while (!isThere() && Date.now() < end) await pause(10)
    },
  }
}
export type BrowserWalker = Awaited<ReturnType<typeof createBrowserWalker>>
