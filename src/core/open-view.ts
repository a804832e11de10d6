import type { createActivity } from './activity.js'
import { seconds } from './activity.js'
import type { Clock } from './clock.js'
import type { LeaveReason } from './events.js'
import type { PageLocation } from './location.js'
import type { Leave, View } from './page-events.js'
import { createScrollDepth } from './scroll.js'
import type { ScrollPosition } from './scroll.js'

/** How a view ends. */
interface LeaveOptions {
  /** Its session is over. */
  ended: boolean
  /** Wall clock, milliseconds. Default: now. */
  at?: number | undefined
  to?: PageLocation | undefined
  /** The page still stands as it did: its scroll position counts. */
  measured?: boolean
}

/** The view that is open, with all that its leave will say of it. */
export interface OpenView {
  readonly view: View
  /** Somebody is here: this is its last activity so far (rule L8). */
  touch(): void
  /** It is on screen now: from here on the scroll position is its own. */
  shown(): void
  measure(): void
  /** Its leave, at this moment; or at its last activity when its session has ended since (rule L8). */
  leave(reason: LeaveReason, how: LeaveOptions): Leave
}

export function openView(
  view: View,
  clock: Clock,
  activity: ReturnType<typeof createActivity>,
  readScroll: () => ScrollPosition | undefined,
): OpenView {
  const openedAt = clock.elapsed()
  let depth: ReturnType<typeof createScrollDepth> | undefined
  function now(at = clock.now()) {
    // In this order: nobody sees a page for longer than it lasts.
    const time = activity()
    return { at, time, lasted: clock.elapsed() - openedAt }
  }
  const measure = () => void depth?.(readScroll())
  activity({ start: true })
  let last = now(view.startedAt)

  return {
    view,
    touch() {
      last = now()
    },
    shown() {
      depth = createScrollDepth()
    },
    measure,
    leave(reason, { ended, at: when, to, measured }) {
      const { at, lasted, time } = ended ? last : now(when)
      // After the clocks: to measure may take a layout of the page, and that is not the time of this view.
      if (measured) measure()
      return {
        view,
        at,
        reason: ended && reason !== 'recovered' ? 'session_end' : reason,
        to,
        // The wall clock counts sleep; the other one is right when the system clock was set back.
        duration: seconds(Math.max(at - view.startedAt, lasted)),
        time,
        scroll: depth?.(),
      }
    },
  }
}
