import { findDays, sumUp } from './days.js'
import type { Database } from './database.js'

/** How often it is looked for days, in milliseconds: to look takes a moment. */
const LOOK_EVERY = 30_000

/** Sums up days when there is nothing else to do, one at a time. */
export function createDaySums(database: () => Promise<Database>, now: () => number, lookEvery = LOOK_EVERY) {
  let due: number[] = []
  let lookedAt = -Infinity
  let running: Promise<void> | undefined

  async function next(): Promise<void> {
    const { write } = await database()
    if (due.length === 0 && performance.now() - lookedAt >= lookEvery) {
      lookedAt = performance.now()
      due = await write((connection) => findDays(connection, now()))
    }
    const day = due.shift()
    if (day !== undefined) await write((connection) => sumUp(connection, day))
  }

  return {
    /** Sums up the next day, if there is one. */
    next: () => (running ??= next().finally(() => (running = undefined))),
  }
}
