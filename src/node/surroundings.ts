import { randomUUID } from 'node:crypto'
import type { Clock, Schedule } from '../core/index.js'
import { quietFetch } from './sinks/quiet-fetch.js'

/** What telemetry needs of the world. Everything has a default; tests hand in their own. */
export interface Surroundings {
  /** Default: the system's clocks. */
  readonly clock?: Clock
  /** Default: timers that do not keep the process alive. */
  readonly schedule?: Schedule
  /** A number from 0 to 1, for jitter and times of the day. Default: `Math.random`. */
  readonly random?: () => number
  /** Default: one that does not keep the process alive. Hand in your own to go through a proxy. */
  readonly fetch?: typeof fetch
  /** Makes the `uuid` of an event. Default: UUID version 7. */
  readonly newId?: () => string
}

const systemClock: Clock = { now: () => Date.now(), elapsed: () => performance.now() }

const unrefTimers: Schedule = (task, delay) => {
  const timer = setTimeout(task, delay)
  timer.unref()
  return () => clearTimeout(timer)
}

/** A UUID version 7, with the chance of a version 4: Node draws that for many at once. */
export function timedId(now: number, chance = randomUUID()): string {
  const time = now.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${chance.slice(15)}`
}

export function complete(given: Surroundings): Required<Surroundings> {
  const { clock = systemClock } = given
  return {
    clock,
    schedule: given.schedule ?? unrefTimers,
    random: given.random ?? Math.random,
    fetch: given.fetch ?? quietFetch,
    newId: given.newId ?? (() => timedId(clock.now())),
  }
}
