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

/** The page that the app is on. */
interface Current {
  key: string
  location: PageLocation
  /** `unseen`: not visible yet (rule V8); `passed`: ignored, or its view has ended. */
  state: 'unseen' | 'viewed' | 'passed'
  type: NavigationType | undefined
  /** Still landing: the URL may be replaced before anybody has heard of it. */
  landing: boolean
}

/** The view that is open. */
interface Open {
  view: View
  sent: boolean
  /** Monotonic clock at its start. */
  elapsed: number
}

/** The view/leave state machine: facts go in, `$pageview` and `$pageleave` come out. */
export function createPageViews(host: PageViewsHost, options: PageViewsOptions = {}) {
  const { clock, schedule, emit, redact } = host
  const { pageKey, titleWait = 500, leave: leaveMode = 'each', ignore, idleAfter = 30 } = options
  const titles = createTitleWatch(host.readTitle, schedule, titleWait)
  const activity = createActivity(clock, schedule, idleAfter)
  let current: Current | undefined
  let open: Open | undefined
  let depth = createScrollDepth()
  /** The open page is on screen: until then there is nothing of it to measure. */
  let rendered = false
  let visible = false
  /** The document was visible once. From then on a hidden page is a view too. */
  let seen = false
  /** The document was left, or this machine stopped. */
  let left = false
  let previous: PageLocation | undefined
  /** Leave data that ride on the next view. */
  let carried: Leave | undefined

  function ignored(location: PageLocation) {
    try {
      return location.route?.meta === false || ignore?.(location) === true
    } catch {
      return false
    }
  }

  /** The app is on a page now; it is a view unless it is ignored or nobody has seen it. */
  function arrive(
    location: PageLocation,
    type: NavigationType | undefined,
    landing: boolean,
    at = clock.now(),
  ) {
    const key = keyOf(location, pageKey)
    const state = !seen ? 'unseen' : ignored(location) ? 'passed' : 'viewed'
    current = { key, location, type, landing, state }
    if (state !== 'viewed') return titles.end()
    const view: View = {
      id: host.newId(),
      leaveId: host.newId(),
      location,
      type: type ?? host.documentType(),
      number: 0,
      startedAt: at,
      from: previous,
      title: '',
    }
    open = { view, sent: false, elapsed: clock.elapsed() }
    previous = location
    activity({ start: true })
    depth = createScrollDepth()
    rendered = false
    // Not now: what is on screen at this moment is still the page before.
    schedule(() => {
      if (open?.view !== view) return
      rendered = true
      depth(host.readScroll())
    }, 0)
    titles.confirm((title) => {
      view.title = title
      view.number = host.nextViewNumber()
      if (open?.view === view) open.sent = true
      emit(pageviewEvent(view, redact, host.referrer(), carried))
      carried = undefined
    })
  }

  /** Ends the open view, if there is one. */
  function end(reason: LeaveReason, at: number, to?: PageLocation) {
    if (!open || !current) return
    const { view, elapsed } = open
    titles.flush()
    const time = activity()
    const leave: Leave = {
      view,
      at,
      reason,
      to: to && !ignored(to) ? to : undefined,
      // The wall clock counts sleep; the other one is right when the system clock was set back.
      duration: seconds(Math.max(at - view.startedAt, clock.elapsed() - elapsed)),
      visible: time.visible,
      engaged: time.engaged,
      scroll: depth(),
    }
    open = undefined
    current.state = 'passed'
    if (leaveMode === 'exit' && reason === 'navigation') carried = leave
    else emit(pageleaveEvent(leave, redact))
  }

  function measure() {
    if (open && rendered) depth(host.readScroll())
  }

  /** Takes back a first view that nobody has heard of. */
  function forget() {
    titles.drop()
    open = previous = current = undefined
  }

  /** Everything that is still open is closed. */
  function close(reason: LeaveReason) {
    measure()
    end(reason, clock.now())
    if (carried) emit(pageleaveEvent(carried, redact))
    carried = undefined
    activity({ stop: true })
    left = true
  }

  return {
    /** The view that is open, if any. */
    get view(): Readonly<View> | undefined {
      return open?.view
    },
    /** Where the app is, viewed or not. */
    get location(): PageLocation | undefined {
      return current?.location
    },

    /** A navigation began; it may still be refused. */
    begin: () => titles.begin(),
    /** A navigation ended where it began: aborted, cancelled or duplicated (rule V3). */
    rejected: () => titles.end(),
    /** A navigation was confirmed (rules V1 to V6). */
    confirmed({ location, type, landing = false }: Confirmed) {
      if (left) return
      const at = clock.now()
      if (current?.key === keyOf(location, pageKey)) {
        current.location = location
        return titles.end()
      }
      if (landing && current?.landing && !open?.sent) {
        const { startedAt = at } = open?.view ?? {}
        const { type: first } = current
        forget()
        return arrive(location, first, true, startedAt)
      }
      // Unless it was announced, a new title may already be in place.
      titles.begin()
      // After a step in the history the browser may have restored the scroll position of the page to come.
      if (type !== 'traverse') measure()
      end('navigation', at, location)
      // In a document that nobody has seen, a redirect is still the landing.
      arrive(location, current && seen ? type : current?.type, landing, at)
    },
    /** Forgets a first view that was not sent: somebody who knows better will say where the landing ends. */
    restart() {
      if (current?.landing && !open?.sent) forget()
    },

    titleChanged: () => titles.changed(),
    visibility(value: boolean) {
      visible = value
      activity({ visible: value })
      if (left) return
      // Hidden may be the last that this page ever hears (rules V7 and L4).
      if (!value) return titles.flush()
      seen = true
      if (current?.state === 'unseen') arrive(current.location, current.type, current.landing)
    },
    /** Focus came or went; the user did something (rule L6). */
    attention: (change: Attention) => void activity(change),
    scrolled: measure,

    /** The document is left, maybe for good (rule L3). */
    exit: () => close('pagehide'),
    /** It came back from the back/forward cache (rule V9). */
    resume() {
      if (!left || !current) return
      left = false
      seen = visible
      previous = undefined
      arrive(current.location, 'bfcache', false)
    },
    /** Ends the view and falls silent. */
    stop() {
      close('stop')
      titles.drop()
      current = undefined
    },
  }
}

export type PageViews = ReturnType<typeof createPageViews>
