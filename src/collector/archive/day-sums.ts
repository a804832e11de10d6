import { DAY, findDays, sumUp } from './days.js'
import type { Database } from './database.js'

/** How often it is looked for days, in milliseconds: to look takes a moment. */
const LOOK_EVERY = 30_000

export interface DaySumsOptions {
  readonly database: () => Promise<Database>
  /** How often something was changed: where nothing was, and it is still the same day, nothing is due. */
  readonly changes: () => number
  readonly now: () => number
  readonly lookEvery?: number | undefined
}

/** Sums up days when there is nothing else to do, one at a time. */
export function createDaySums({ database, changes, now, lookEvery = LOOK_EVERY }: DaySumsOptions) {
  let due: number[] = []
  let lookedAt = -Infinity
  let seen = ''
  let running: Promise<void> | undefined

  async function next(): Promise<void> {
    if (due.length === 0) await look()
    const day = due.shift()
    if (day === undefined) return
    const { write } = await database()
    await write((connection) => sumUp(connection, day))
  }

  async function look(): Promise<void> {
    const state = `${Math.floor(now() / DAY)} ${changes()}`
    if (state === seen || performance.now() - lookedAt < lookEvery) return
    const { write } = await database()
    due = await write((connection) => findDays(connection, now()))
    lookedAt = performance.now()
    seen = state
  }

  return {
    /** Sums up the next day, if there is one. */
    next: () => (running ??= next().finally(() => (running = undefined))),
  }
}
