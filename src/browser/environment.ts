import { uuidv7 } from '../core/index.js'
import type { Clock, Schedule } from '../core/index.js'
import { guarded } from './diagnostics.js'

/** What the core is given of this browser. */

export const clock: Clock = { now: () => Date.now(), elapsed: () => performance.now() }

export const schedule: Schedule = (task, delay) => {
  const timer = setTimeout(
    guarded(() => task()),
    delay,
  )
  return () => clearTimeout(timer)
}

export const newId = (): string => uuidv7(clock.now(), crypto.getRandomValues(new Uint8Array(10)))
