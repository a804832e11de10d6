import type { Clock, Schedule } from './clock.js'

/** Seconds between two looks at the clock while the page is visible. */
const PULSE = 15

/** Seconds, rounded to the millisecond. */
export const seconds = (milliseconds: number): number => Math.round(milliseconds) / 1000

/** The visible and the engaged clock of a view (rule L6). */
export interface Activity {
  /** Starts both clocks at zero. Arriving counts as input: somebody asked for the page. */
  reset(): void
  setVisible(visible: boolean): void
  setFocused(focused: boolean): void
  /** The user did something: moved, typed, scrolled, touched. */
  input(): void
  /** Both clocks, in seconds. */
  read(): { visible: number; engaged: number }
  stop(): void
}

/**
 * Counts visible time, and engaged time: visible, focused, and input within `idleAfter` seconds.
 *
 * Nothing tells a page that the machine slept, and on some systems the monotonic clock runs on meanwhile. So a pulse
 * looks at the clock while the page is visible, and a gap that a pulse should have split is taken for sleep.
 */
export function createActivity(clock: Clock, schedule: Schedule, idleAfter: number): Activity {
  let visible = false
  let focused = false
  let visibleFor = 0
  let engagedFor = 0
  let last = clock.elapsed()
  let lastInput = last
  let running = false
  let cancelPulse: (() => void) | undefined

  function sample() {
    const now = clock.elapsed()
    const awake = now - last <= 2 * PULSE * 1000
    if (visible && awake) {
      visibleFor += now - last
      if (focused) engagedFor += Math.max(0, Math.min(now, lastInput + idleAfter * 1000) - last)
    }
    last = now
  }
  function pulse() {
    cancelPulse?.()
    cancelPulse = visible && running
      ? schedule(() => {
          sample()
          pulse()
        }, PULSE * 1000)
      : undefined
  }

  return {
    reset() {
      sample()
      visibleFor = engagedFor = 0
      lastInput = last
      running = true
      pulse()
    },
    setVisible(value) {
      sample()
      visible = value
      pulse()
    },
    setFocused(value) {
      sample()
      focused = value
    },
    input() {
      sample()
      lastInput = last
    },
    read() {
      sample()
      return { visible: seconds(visibleFor), engaged: seconds(engagedFor) }
    },
    stop() {
      running = false
      pulse()
    },
  }
}
