import type { Clock, Schedule } from './clock.js'

/** Milliseconds between two looks at the clock while the page is visible. */
const PULSE = 5_000
/** A gap of so many milliseconds is sleep: a pulse should have split it. A long task of the page is shorter. */
const SLEEP = 15_000

/** Seconds, rounded to the millisecond. */
export const seconds = (milliseconds: number): number => Math.round(milliseconds) / 1000

/** What the clocks depend on. */
export interface Attention {
  visible?: boolean
  focused?: boolean
  /** The user did something: moved, typed, scrolled, touched. */
  input?: boolean
  /** A view began: both clocks start at zero. */
  start?: boolean
  /** No view is open. */
  stop?: boolean
}

/**
 * Counts visible time, and engaged time: visible, focused, and input within `idleAfter` seconds (rule L6). Every change
 * goes in here; both clocks come out, in seconds. A view that starts counts as input: somebody asked for the page.
 *
 * Nothing tells a page that the machine slept, and on some systems the monotonic clock runs on meanwhile. So a pulse
 * looks at the clock while the page is visible, and a gap that a pulse should have split is taken for sleep.
 *
 * @param pulse called with each pulse
 */
export function createActivity(clock: Clock, schedule: Schedule, idleAfter: number, pulse?: () => void) {
  const state = { visible: false, focused: false, stop: true }
  let visible = 0
  let engaged = 0
  let last = clock.elapsed()
  let lastInput = last
  let cancelPulse: (() => void) | undefined

  return function update(change: Attention = {}): { visible: number; engaged: number } {
    const now = clock.elapsed()
    if (state.visible && now - last <= SLEEP) {
      visible += now - last
      if (state.focused) engaged += Math.max(0, Math.min(now, lastInput + idleAfter * 1000) - last)
    }
    last = now
    const { start, input = start } = change
    if (input) lastInput = now
    if (start) visible = engaged = 0
    Object.assign(state, { stop: !start && state.stop }, change)
    cancelPulse?.()
    cancelPulse =
      state.visible && !state.stop
        ? schedule(() => {
            update()
            pulse?.()
          }, PULSE)
        : undefined
    return { visible: seconds(visible), engaged: seconds(engaged) }
  }
}
