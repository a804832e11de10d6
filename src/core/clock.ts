/** Time, handed in so that the core has no runtime of its own. */
export interface Clock {
  /** Wall clock, milliseconds since the Unix epoch. May jump when the system clock is set. */
  now(): number
  /** Monotonic clock, milliseconds since any fixed moment. Never goes back; may stand still during sleep. */
  elapsed(): number
}

/** Runs `task` once, `delay` milliseconds from now. Returns its cancellation, which may be called at any time. */
export type Schedule = (task: () => void, delay: number) => () => void
