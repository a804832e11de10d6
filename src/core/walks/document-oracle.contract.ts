import type { LeaveReason, NavigationType } from '../index.js'
import { createAttention } from './attention.contract.js'
import type { Expected, ExpectedLeave, ExpectedView, Fact, Moment, Page } from './facts.contract.js'
import { pageKeys } from './page-keys.contract.js'
import type { PageKeyName } from './page-keys.contract.js'
import type { Sessions } from './sessions.contract.js'
import { createTitles, createUnknownTitles } from './titles.contract.js'

/** What a document and its tracker are like. */
export interface DocumentSetup {
  /** How the document was come by. */
  type: NavigationType
  leave: 'each' | 'exit'
  pageKey: PageKeyName
  /** Seconds. */
  idleAfter: number
  /** Milliseconds. */
  titleWait: number
  /** The title that the document came with; none where titles are not watched. */
  title: string | undefined
}

/** The app's being on one page. */
interface Stay {
  page: Page
  type: NavigationType | undefined
  /** Where the landing goes on from here, this page was never seen (rule V4). */
  landing: boolean
  view?: OpenView | undefined
}

interface OpenView {
  expected: ExpectedView
  /** When the page was shown: later than `expected.at` where a landing went on. */
  since: Moment
  /** When anybody was last here. */
  active: Moment
  drawn: boolean
  positions: number[]
}

/**
 * What has to come of one document. It is no second implementation to be kept in step with the first: what it can look
 * up in its notes when a view ends, it does not count while the view lives.
 */
export function createDocumentOracle(
  setup: DocumentSetup,
  sessions: Sessions,
  send: (event: Expected) => void,
) {
  const { key } = pageKeys[setup.pageKey]
  const attention = createAttention(setup.idleAfter)
  const titles =
    setup.title === undefined ? createUnknownTitles() : createTitles(setup.title, setup.titleWait)
  /** What a developer has to read of it, in words. */
  const decisions: string[] = []
  const decided = (...words: (string | undefined)[]) => void decisions.push(words.filter(Boolean).join(' '))
  let state: 'alive' | 'left' | 'gone' = 'alive'
  /** How the first page that is seen in this life came to be seen. */
  let lifeType = setup.type
  let visible = false
  let seen = false
  let stay: Stay | undefined
  let lastViewed: Page | undefined
  let carried: ExpectedLeave | undefined
  let top = 0

  function openView(now: Moment, isMoved: boolean, at = now) {
    if (!stay) return
    const { page, type } = stay
    if (page.ignored) decided('not counted ignored', page.path)
    else if (!seen) decided('waiting background', page.path)
    if (!seen || page.ignored) return titles.confirmed(undefined, isMoved)
    const session = sessions.active(now.wall)
    const expected: ExpectedView = {
      event: '$pageview',
      page,
      type,
      from: lastViewed?.path,
      at,
      session,
      number: 0,
      numbered: true,
      title: undefined,
      sent: undefined,
      carried: undefined,
    }
    stay.view = { expected, since: now, active: { ...now, wall: at.wall }, drawn: false, positions: [] }
    lastViewed = page
    decided('waiting title-wait', page.path)
    titles.confirmed((title, sent, end) => {
      const numbered = !sessions.shared || sessions.isLatest(session)
      Object.assign(expected, { title, sent, number: ++session.views, numbered, carried })
      if (stay) stay.landing = false
      carried = undefined
      decided('view', type, page.path, end)
      send(expected)
    }, isMoved)
  }

  /** The session of the open view is over (rule L8). */
  const outlived = (now: Moment) => !!stay?.view && stay.view.expected.session !== sessions.current(now.wall)

  function leaveOf(
    { expected, since, active, positions }: OpenView,
    reason: LeaveReason,
    now: Moment,
    to?: Page,
  ): ExpectedLeave {
    const over = outlived(now)
    const at = over ? active : now
    const lasted = Math.max(at.wall - expected.at.wall, at.mono - since.mono) / 1000
    const slack = ((at.slack ?? 0) + (expected.at.slack ?? 0)) / 1000
    const last = positions.at(-1)
    return {
      event: '$pageleave',
      view: expected,
      at,
      reason: over && reason !== 'recovered' ? 'session_end' : reason,
      to: to?.ignored ? undefined : to?.path,
      duration: { min: Math.max(0, lasted - slack), max: lasted + slack },
      ...attention.measure(since, at),
      scroll: last === undefined ? undefined : { last, max: Math.max(...positions) },
    }
  }

  function endView(reason: LeaveReason, now: Moment, to?: Page) {
    const view = stay?.view
    if (!stay || !view) return
    const leave = leaveOf(view, reason, now, to)
    titles.ended(now.mono)
    stay.view = undefined
    decided('leave', leave.reason, view.expected.page.path)
    // What ended with its session is told in it.
    if (setup.leave === 'exit' && leave.reason === 'navigation') carried = leave
    else send(leave)
  }

  /** Somebody is here. */
  function active(now: Moment) {
    if (!visible || state !== 'alive') return
    const over = outlived(now)
    if (over) endView('session_end', now)
    sessions.active(now.wall)
    if (over && stay) {
      lastViewed = undefined
      stay = { page: stay.page, type: 'session_start', landing: false }
      openView(now, false)
    }
    if (stay?.view) stay.view.active = now
  }

  /** The view that is open sees where the page stands. */
  function look() {
    const view = stay?.view
    if (view?.drawn) view.positions.push(top)
  }

  /** The page that the document is landing on was never there. */
  function forget() {
    titles.dropped()
    decided('not counted landing', stay?.page.path)
    lastViewed = undefined
  }

  function moved(page: Page, type: NavigationType | undefined, landing: boolean, now: Moment) {
    if (stay && key(stay.page) === key(page)) {
      stay.page = page
      decided('not counted same-page', page.path)
      return titles.refused()
    }
    if (stay?.landing && landing) {
      forget()
      const { view, type } = stay
      stay = { page, type, landing }
      return openView(now, true, view?.expected.at)
    }
    titles.unannounced()
    if (type !== 'traverse') look()
    endView('navigation', now, page)
    // What comes before anything was seen is the landing, however the app got about.
    const first = !stay || !seen
    stay = { page, type: first ? (stay ? stay.type : lifeType) : type, landing: landing && first }
    openView(now, true)
  }

  function finish(reason: LeaveReason, now: Moment) {
    look()
    endView(reason, now)
    if (carried) send(carried)
    carried = undefined
  }
  function vanish() {
    titles.dropped()
    stay = undefined
    state = 'gone'
  }

  function hear(fact: Fact, now: Moment): void {
    switch (fact.is) {
      case 'asked':
        if (titles.asked(fact.redirected, now.mono)) decided('not counted unanswered')
        return
      case 'refused':
        return titles.refused()
      case 'moved':
        if (state === 'alive') return moved(fact.page, fact.type, fact.landing ?? false, now)
        decided('not counted left', fact.page.path)
        // Nobody sees it now. Should the document come back, this is where the app is.
        if (state === 'left') stay = { page: fact.page, type: fact.type, landing: stay?.landing ?? false }
        return
      case 'retitled':
        return titles.retitled(fact.title, fact.owner)
      case 'told':
        return titles.told()
      case 'scrolled':
        top = fact.top
        if (!fact.silently) look()
        return
      case 'shown':
        visible = true
        attention.visible(true, now)
        if (state === 'alive' && !seen) {
          seen = true
          openView(now, false)
        }
        return active(now)
      case 'hidden':
        // It is the last activity of a session that goes on, but it begins none.
        if (!outlived(now)) active(now)
        visible = false
        attention.visible(false, now)
        // It may never come back: what is known is sent (rules V7 and L4).
        if (state === 'alive') titles.ended(now.mono)
        return
      case 'focused':
        if (!fact.unheard) active(now)
        return attention.focused(true, now)
      case 'blurred':
        return attention.focused(false, now)
      case 'input':
        active(now)
        return attention.input(now.mono)
      case 'captured':
        return active(now)
      case 'left':
        finish('pagehide', now)
        if (state === 'alive') state = 'left'
        return
      case 'resumed':
        if (state !== 'left') return
        state = 'alive'
        seen = visible
        lastViewed = undefined
        // Without a page it is still landing.
        if (!stay) return
        lifeType = 'bfcache'
        stay = { page: stay.page, type: lifeType, landing: false }
        return openView(now, false)
      case 'stopped':
        finish('stop', now)
        return vanish()
      case 'killed': {
        const view = stay?.view
        // Of a view that was not sent nobody has heard.
        if (view?.expected.number) send(leaveOf(view, 'recovered', now))
        else if (carried) send({ ...carried, reason: 'recovered' })
        return vanish()
      }
      case 'optedOut':
        return vanish()
      case 'takenOver':
        if (!stay?.landing) return
        forget()
        stay = undefined
    }
  }

  return {
    hear,
    decisions: decisions as readonly string[],
    due: titles.due,
    /** Tasks were run: see {@link createOracle}. */
    passed(from: number, at: number, now: Moment) {
      if (at > from) attention.slept(from, now.mono)
      titles.passed(at, now.mono)
      const view = stay?.view
      if (view && !view.drawn) {
        view.drawn = true
        look()
      }
    },
    /** It has not ended for good. */
    get lives() {
      return state !== 'gone'
    },
    /** It runs, and so does its tracker. */
    get alive() {
      return state === 'alive'
    },
    /** Where the app is. */
    get page() {
      return stay?.page
    },
    /** The view that is open. */
    get view() {
      return stay?.view?.expected
    },
  }
}

export type DocumentOracle = ReturnType<typeof createDocumentOracle>
