import { createActivity, seconds } from './activity.js'
import type { Attention } from './activity.js'
import type { Clock, Schedule } from './clock.js'
import type { LeaveReason, NavigationType, Properties, WaypostEvent } from './events.js'
import type { PageLocation } from './location.js'
import { pageleaveEvent, pageviewEvent } from './page-events.js'
import type { Leave, View } from './page-events.js'
import { keyOf } from './page-key.js'
import type { PageKey } from './page-key.js'
import { createScrollDepth } from './scroll.js'
import type { ScrollPosition } from './scroll.js'
import { createTitleWatch } from './title.js'
import type { Redactor } from './url-policy.js'

export interface PageViewsOptions {
  /** What makes two locations the same page (rule V5). Default: the path. */
  pageKey?: PageKey
  /** Longest wait for a title to settle, milliseconds (rule V7). Default: 500. */
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
  newId(): string
  redact: Redactor
  readTitle(): string
  /** Undefined when there is nothing to measure. */
  readScroll(): ScrollPosition | undefined
  /** How the document itself was come by: loaded, reloaded, prerendered. */
  documentType(): NavigationType
  /** What views say of the page that linked here. */
  referrer(): Properties
  /** The next number of a view in the session. */
  nextViewNumber(): number
  /** Events come out here, in their order. */
  emit(event: WaypostEvent): void
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
  const { clock, schedule, emit, redact } = host
  const { pageKey, titleWait = 500, leave: leaveMode, ignore, idleAfter = 30 } = options
  const titles = createTitleWatch(host.readTitle, schedule, titleWait)
  const activity = createActivity(clock, schedule, idleAfter)
  /** Where the app is, viewed or not. */
  let location: PageLocation | undefined
  let key: string | undefined
  /** The URL may still be replaced before anybody has heard of it. */
  let landing = false
  /** How the page was come by that waits to be seen; undefined for the document's own way. */
  let waitingType: NavigationType | undefined
  /** The view that is open. */
  let view: View | undefined
  /** Its scroll position; none until it is on screen. */
  let depth: ReturnType<typeof createScrollDepth> | undefined
  let openedAt = 0
  let visible = false
  /** The document was visible once (rule V8). From then on a hidden page is a view too. */
  let seen = false
  /** Why there are no views now: the document was left, or this machine stopped. */
  let closed: LeaveReason | undefined
  let previous: PageLocation | undefined
  /** Leave data that ride on the next view. */
  let carried: Leave | undefined

  const isIgnored = (page: PageLocation) => {
    try {
      return page.route?.meta === false || ignore?.(page)
    } catch {
      return false
    }
  }

  /** The app is on a page now; it is a view unless it is ignored or nobody has seen it. */
  function arrive(page: PageLocation, type: NavigationType | undefined, at = clock.now()) {
    location = page
    key = keyOf(page, pageKey)
    waitingType = type
    if (!seen || isIgnored(page)) return titles.end()
    const opened: View = {
      id: host.newId(),
      leaveId: host.newId(),
      location: page,
      type: type ?? host.documentType(),
      number: 0,
      startedAt: at,
      from: previous,
      title: '',
    }
    view = opened
    previous = page
    openedAt = clock.elapsed()
    depth = undefined
    activity({ start: true })
    // Not now: what is on screen at this moment is still the page before.
    schedule(() => {
      if (view !== opened) return
      depth = createScrollDepth()
      measure()
    }, 0)
    titles.confirm((title) => {
      opened.title = title
      opened.number = host.nextViewNumber()
      emit(pageviewEvent(opened, redact, host.referrer(), carried))
      carried = undefined
    })
  }

  /** Ends the open view, if there is one. */
  function end(reason: LeaveReason, at: number, to?: PageLocation) {
    if (!view) return
    // Before anything is sent: that takes its time, and it is not the page's.
    const lasted = clock.elapsed() - openedAt
    const time = activity()
    titles.flush()
    const leave: Leave = {
      view,
      at,
      reason,
      to: to && !isIgnored(to) ? to : undefined,
      // The wall clock counts sleep; the other one is right when the system clock was set back.
      duration: seconds(Math.max(at - view.startedAt, lasted)),
      time,
      scroll: depth?.(),
    }
    view = undefined
    if (leaveMode === 'exit' && to) carried = leave
    else emit(pageleaveEvent(leave, redact))
  }

  const measure = () => void depth?.(host.readScroll())
  /** Nobody has heard of the page that the document landed on. */
  const unheard = () => landing && !view?.number
  /** Takes such a page back. */
  function forget() {
    titles.drop()
    if (view) previous = view.from
    view = location = key = undefined
  }

  /** Everything that is still open is closed. */
  function close(reason: LeaveReason) {
    measure()
    end(reason, clock.now())
    if (carried) emit(pageleaveEvent(carried, redact))
    carried = undefined
    activity({ stop: true })
    // What stopped can't come back.
    if (closed !== 'stop') closed = reason
  }

  return {
    /** The view that is open, if any. */
    get view(): Readonly<View> | undefined {
      return view
    },
    /** Where the app is, viewed or not. */
    get location() {
      return location
    },

    /** A navigation began, or went on as a redirect; it may still be refused. */
    begin: titles.begin,
    /** A navigation ended where it began: aborted, cancelled or duplicated (rule V3). */
    rejected: titles.end,
    /** A navigation was confirmed (rules V1 to V6). */
    confirmed({ location: page, type, landing: stillLanding = false }: Confirmed) {
      if (closed) return
      const at = clock.now()
      if (key === keyOf(page, pageKey)) {
        location = page
        return titles.end()
      }
      // In a document that nobody has seen, a redirect is still the landing.
      const asLanded = !location || !seen
      if (stillLanding && location && unheard()) {
        const { startedAt, type: first } = view ?? {}
        forget()
        return arrive(page, first ?? waitingType, startedAt)
      }
      landing = stillLanding
      // Unless it was announced, a new title may already be in place.
      titles.begin(true, false)
      // After a step in the history the browser may have restored the scroll position of the page to come.
      if (type !== 'traverse') measure()
      end('navigation', at, page)
      arrive(page, asLanded ? waitingType : type, at)
    },
    /** Forgets a first view that was not sent: somebody who knows better will say where the landing ends. */
    restart() {
      if (unheard()) forget()
    },

    titleChanged: titles.changed,
    visibility(value: boolean) {
      visible = value
      activity({ visible })
      if (closed) return
      // Hidden may be the last that this page ever hears (rules V7 and L4).
      if (!visible) return titles.flush()
      const first = !seen
      seen = true
      if (first && location) arrive(location, waitingType)
    },
    /** Focus came or went; the user did something (rule L6). */
    attention: (change: Attention) => void activity(change),
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
      if (location) arrive(location, 'bfcache')
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
