import { createActivity } from './activity.js'
import type { Attention } from './activity.js'
import type { Clock, Schedule } from './clock.js'
import type { LeaveReason, NavigationType, Properties, WaypostEvent } from './events.js'
import type { Decision, SkipReason } from './explain.js'
import type { PageLocation } from './location.js'
import { openView } from './open-view.js'
import type { OpenView } from './open-view.js'
import { pageleaveEvent, pageviewEvent } from './page-events.js'
import type { Leave, View } from './page-events.js'
import { keyOf } from './page-key.js'
import type { PageKey } from './page-key.js'
import type { ScrollPosition } from './scroll.js'
import type { Session } from './session.js'
import { createTitleWatch } from './title.js'
import type { Redactor } from './url-policy.js'

export interface PageViewsOptions {
  /** What makes two locations the same page (rule V5). Default: the path. */
  pageKey?: PageKey
  /** Longest wait for a title to settle once the page is drawn, milliseconds (rule V7). Default: 500. */
  titleWait?: number
  /** A leave per view, or PostHog's own model: leave data on the next view, one leave at the end (rule L9). Default: `'each'`. */
  leave?: 'each' | 'exit'
  /** Pages that are no views (rule V12). They still end the view before them. A throw counts as `false`. */
  ignore?: (location: PageLocation) => boolean
  /** Seconds without input after which time is no longer engaged (rule L6). Default: 30. */
  idleAfter?: number
}

/** What the state machine needs of the world. */
export interface PageViewsHost {
  clock: Clock
  schedule: Schedule
  /** The same, but does not begin to count before the document has loaded its scripts. Default: `schedule`. */
  afterLoad?: Schedule
  /** Runs a task when the present page has been drawn. Default: by `schedule`, in the next task. */
  afterFrame?(task: () => void): void
  session: Session
  newId(): string
  redact: Redactor
  readTitle(): string
  /** Undefined when there is nothing to measure. */
  readScroll(): ScrollPosition | undefined
  /** How the document itself was come by: loaded, reloaded, prerendered. */
  documentType(): NavigationType
  /** What views say of the page that linked here. */
  referrer(): Properties
  /** Events come out here, in their order. */
  emit(event: WaypostEvent): void
  /** `lastState()` has changed so much that it should be kept anew (rules L4 and L5). */
  keep(): void
  /** Hears of every decision, in development. */
  explain?(decision: Decision): void
}

/** A navigation that was confirmed. */
export interface Confirmed {
  location: PageLocation
  /** How. The first one of a document is named by the document, whatever is said here. */
  type: NavigationType
  /** Part of the landing: a later one takes the place of a first view that was not sent yet (rule V4). */
  landing?: boolean
}

/** The view/leave state machine: facts go in, `$pageview` and `$pageleave` come out. */
export function createPageViews(host: PageViewsHost, options: PageViewsOptions = {}) {
  const { clock, schedule, session, emit, redact, keep } = host
  const { afterFrame = (task: () => void) => void schedule(task, 0) } = host
  const { pageKey, titleWait = 500, leave: leaveMode, ignore, idleAfter = 30 } = options
  const titles = createTitleWatch(host.readTitle, schedule, titleWait, host.afterLoad)
  const activity = createActivity(clock, schedule, idleAfter, keep)
  /** Where the app is, viewed or not. */
  let location: PageLocation | undefined
  let key: string | undefined
  /** The document is still landing, and nobody has heard of the page that it is on. */
  let landing = false
  /** How the page was come by that waits to be seen; undefined for the document's own way. */
  let waitingType: NavigationType | undefined
  let open: OpenView | undefined
  let visible = false
  /** The document was visible once (rule V8). From then on a hidden page is a view too. */
  let seen = false
  /** Why there are no views now: the document was left, or this machine stopped. */
  let closed: LeaveReason | undefined
  let previous: PageLocation | undefined
  /** Leave data that ride on the next view. */
  let carried: Leave | undefined

  type Told = Decision extends infer One ? (One extends Decision ? Omit<One, 'at' | 'page'> : never) : never
  const explain = (page: PageLocation | undefined, decision: Told) => {
    if (__DEV__) host.explain?.({ at: clock.now(), page: page?.path, ...decision })
  }
  const skip = (reason: SkipReason, page = location) => explain(page, { what: 'not counted', reason })

  const isIgnored = (page: PageLocation) => {
    try {
      return page.route?.meta === false || ignore?.(page)
    } catch {
      return false
    }
  }
  /** The session of the open view is over (rule L8). */
  const outlived = () => !!open && session.current() !== open.view.session

  /** The app is on a page now, or still is; it is a view unless it is ignored or nobody has seen it. */
  function arrive(page: PageLocation, type: NavigationType | undefined, moved: boolean, at = clock.now()) {
    location = page
    key = keyOf(page, pageKey)
    waitingType = type
    const ignored = isIgnored(page)
    if (ignored) skip('ignored')
    else if (!seen) explain(page, { what: 'waiting', reason: 'background' })
    if (!seen || ignored) return titles.confirm(undefined, moved)
    const view: View = {
      id: host.newId(),
      leaveId: host.newId(),
      session: session.id(),
      location: page,
      type: type ?? host.documentType(),
      number: 0,
      startedAt: at,
      from: previous,
      title: '',
    }
    const opened = openView(view, clock, activity, host.readScroll)
    open = opened
    previous = page
    // Not now: what is on screen at this moment is still the page before. And not before it is drawn: to ask then would
    // make the browser lay it out at once.
    afterFrame(() => {
      if (open !== opened) return
      opened.shown()
      opened.measure()
    })
    explain(page, { what: 'waiting', reason: 'title-wait' })
    titles.confirm((title, end) => {
      landing = false
      view.title = title
      view.number = session.nextView()
      explain(page, { what: 'view', reason: view.type, title: end })
      emit(pageviewEvent(view, redact, host.referrer(), carried))
      carried = undefined
      keep()
    }, moved)
  }

  /** Ends the open view, if there is one. `measured`: its page is still on screen as it was. */
  function end(reason: LeaveReason, measured: boolean, at?: number, to?: PageLocation) {
    if (!open) return
    // Before anything is sent: that takes its time, and it is not the page's.
    const leave = open.leave(reason, {
      ended: outlived(),
      measured,
      at,
      to: to && !isIgnored(to) ? to : undefined,
    })
    titles.flush()
    open = undefined
    explain(leave.view.location, { what: 'leave', reason: leave.reason })
    // What has ended with its session is no matter of the next one.
    if (leaveMode === 'exit' && leave.reason === 'navigation') carried = leave
    else emit(pageleaveEvent(leave, redact))
  }

  /** Somebody is here. A view whose session has ended is over, and the page is viewed anew (rule L8). */
  function touch() {
    if (!visible || closed) return
    const over = outlived()
    if (over) end('session_end', false)
    session.id()
    if (over && location) {
      previous = undefined
      arrive(location, 'session_start', false)
    }
    open?.touch()
  }

  const measure = () => open?.measure()
  /** Takes such a page back. */
  function forget() {
    titles.drop()
    skip('landing')
    if (open) previous = open.view.from
    open = location = key = undefined
  }

  /** Everything that is still open is closed. */
  function close(reason: LeaveReason) {
    end(reason, true)
    if (carried) emit(pageleaveEvent(carried, redact))
    carried = undefined
    activity({ stop: true })
    // What stopped can't come back.
    if (closed !== 'stop') closed = reason
  }

  return {
    /** The view that is open, if any. */
    get view(): Readonly<View> | undefined {
      return open?.view
    },
    /** Where the app is, viewed or not. */
    get location() {
      return location
    },
    /**
     * The leave that is still due, if this were the last that is ever known of it (rule L5): that of the open view, once
     * that is sent; else the one whose data wait for a view to ride on.
     */
    lastState(): WaypostEvent | undefined {
      const last: Leave | undefined = open?.view.number
        ? open.leave('recovered', { ended: outlived() })
        : carried && { ...carried, reason: 'recovered' }
      return last && pageleaveEvent(last, redact)
    },

    /** A navigation began, or went on as a redirect; it may still be refused. */
    begin(redirected?: boolean) {
      if (titles.begin(redirected)) explain(undefined, { what: 'not counted', reason: 'unanswered' })
    },
    /** A navigation ended where it began: aborted, cancelled or duplicated (rule V3). */
    rejected: titles.end,
    /** Why something came to nothing, as only a router knows it. */
    skipped(reason: SkipReason, page: string) {
      if (__DEV__) host.explain?.({ at: clock.now(), page, what: 'not counted', reason })
    },
    /** A navigation was confirmed (rules V1 to V6). */
    confirmed({ location: page, type, landing: stillLanding = false }: Confirmed) {
      // Nobody sees it now. Should the document come back, this is where the app is.
      if (closed === 'pagehide') location = page
      if (closed) return skip('left', page)
      const at = clock.now()
      if (key === keyOf(page, pageKey)) {
        location = page
        skip('same-page')
        return titles.end()
      }
      // In a document that nobody has seen, a redirect is still the landing.
      const asLanded = !location || !seen
      if (stillLanding && landing && location) {
        const { startedAt, type: first } = open?.view ?? {}
        forget()
        return arrive(page, first ?? waitingType, true, startedAt)
      }
      landing = stillLanding && asLanded
      // Unless it was announced, a new title may already be in place.
      titles.begin(true, false)
      // After a step in the history the browser may have restored the scroll position of the page to come.
      end('navigation', type !== 'traverse', at, page)
      arrive(page, asLanded ? waitingType : type, true, at)
      // Whatever was kept of the page before is out of date.
      keep()
    },
    /** Forgets a first view that was not sent: somebody who knows better will say where the landing ends. */
    restart() {
      if (landing && location) forget()
    },

    titleChanged: titles.changed,
    visibility(value: boolean) {
      // While it still goes on: hiding the page is its last activity, but begins no session.
      if (!value && !outlived()) touch()
      visible = value
      activity({ visible })
      if (closed) return
      // Hidden may be the last that this page ever hears (rules V7 and L4).
      if (!visible) {
        titles.flush()
        return keep()
      }
      const first = !seen
      seen = true
      if (first && location) arrive(location, waitingType, false)
      touch()
    },
    /** Focus came or went; the user did something (rule L6). */
    attention(change: Attention) {
      if (change.input || change.focused) touch()
      activity(change)
    },
    /** The app did something of note. */
    touch,
    scrolled: measure,

    /** The document is left, maybe for good (rule L3). */
    exit: () => close('pagehide'),
    /** It came back from the back/forward cache (rule V9). */
    resume() {
      if (closed !== 'pagehide') return
      closed = undefined
      landing = false
      seen = visible
      previous = undefined
      if (location) arrive(location, 'bfcache', false)
    },
    /** Ends the view and falls silent. */
    stop() {
      close('stop')
      titles.drop()
      location = undefined
    },
  }
}

export type PageViews = ReturnType<typeof createPageViews>
