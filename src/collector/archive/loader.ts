import type { Database } from './database.js'
import { messageOf, unavailable } from './database.js'
import type { Journal } from './journal.js'
import { loadFile } from './load.js'
import { count, first } from './statements.js'
import { toIso } from './rows.js'
import type { ArchiveStatus } from './types.js'

export interface LoaderOptions {
  readonly journal: Journal
  readonly database: () => Promise<Database>
  /** Lowest number of a journal file that somebody still reads. */
  readonly keepUntil: () => number
  readonly now: () => number
}

/** Brings the journal into the database, and knows how far it is. */
export function createLoader({ journal, database, keepUntil, now }: LoaderOptions) {
  /** Files that are loaded, and still there. */
  const loaded = new Set<number>()
  let events = 0
  let changes = 0
  let oldest: string | undefined
  let lastError: ArchiveStatus['lastError']
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined

  const isDue = () => journal.sealed().filter(({ number }) => !loaded.has(number))
  const pending = () => isDue().reduce((sum, { lines }) => sum + lines, journal.current()?.lines ?? 0)

  async function run(): Promise<void> {
    await journal.rotate()
    const due = isDue()
    if (due.length > 0) {
      const { write } = await database()
      for (const { number } of due) await write((connection) => load(connection, number))
    }
    // Sooner than this a file is not deleted: the commit that says it is loaded has been synced.
    const needed = keepUntil()
    for (const number of [...loaded]) {
      if (number >= needed) continue
      await journal.remove(number)
      loaded.delete(number)
    }
  }

  async function load(connection: Parameters<typeof loadFile>[0], number: number): Promise<void> {
    const result = await loadFile(connection, journal, number)
    loaded.add(number)
    events += result.added
    changes += 1
    if (result.oldest !== undefined) oldest = earlier(oldest, toIso(result.oldest))
    if (result.rejected > 0) {
      const where = journal.path(number)?.replace(/\.ndjson$/, '.rejected') ?? 'nowhere'
      fail(new Error(`${result.rejected} lines of the journal are no events; they are kept in ${where}.`))
    }
  }

  function fail(error: unknown): void {
    lastError = { at: new Date(now()).toISOString(), reason: messageOf(error) }
  }

  async function runOnce(): Promise<void> {
    try {
      await run()
    } catch (error) {
      fail(error)
      throw unavailable(`Events can't be made part of the answers: ${messageOf(error)}`)
    }
  }

  function refresh(): Promise<void> {
    if (!running) return (running = runOnce().finally(() => (running = undefined)))
    // What was appended while one runs is not part of it: whoever comes meanwhile shares the next.
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined
        return refresh()
      })
    return next
  }

  return {
    refresh,
    fail,
    pending,
    /** How often events came or went. */
    changes: () => changes,
    /** Counts what is there: at the start, and after something was deleted. */
    async recount(connection: Parameters<typeof loadFile>[0]): Promise<void> {
      changes += 1
      events = await count(connection, 'SELECT count(*) FROM events')
      const time = await first(connection, 'SELECT min("timestamp")::VARCHAR FROM events')
      oldest = typeof time === 'string' ? toIso(time) : undefined
    },
    status: () => ({
      events,
      pending: pending(),
      ...(oldest !== undefined && { oldest }),
      ...(lastError && { lastError }),
    }),
  }
}

const earlier = (a: string | undefined, b: string) => (a === undefined || b < a ? b : a)
