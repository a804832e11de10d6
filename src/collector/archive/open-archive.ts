import { randomUUID } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { ask } from './ask.js'
import { createDaySums } from './day-sums.js'
import { forgetSums } from './days.js'
import { databaseFile, exportFolder, messageOf, unavailable } from './database.js'
import { toLine } from './event-line.js'
import { exportEvents } from './export.js'
import type { ExportOptions } from './export.js'
import { ROW_GROUP } from './journal.js'
import type { Journal } from './journal.js'
import { createLoader } from './loader.js'
import { inMemory, onDisk } from './parts.js'
import type { Parts, PartsOptions } from './parts.js'
import { insertPings } from './pings.js'
import type { ArchivedPing } from './pings.js'
import { applyRetention } from './retention.js'
import { transaction } from './statements.js'
import type { Archive, Retention } from './types.js'
import { forgetVisitors } from './visitors.js'
import type { Ping } from '../pings.js'
import { Refusal } from '../errors.js'

export interface ArchiveOptions extends PartsOptions {
  /** What is kept. Default: everything on disk, the newest 100 000 events in memory. */
  readonly retention?: Retention | undefined
  /** How long events wait at most until they become part of the answers by themselves, in milliseconds. Default 10 000. */
  readonly loadEvery?: number | undefined
  /** How often it is looked whether a day is over and can be summed up, in milliseconds. Default 30 000. */
  readonly sumUpEvery?: number | undefined
  /** Lowest number of a journal file that somebody still reads: it and those after it stay. Default: nobody does. */
  readonly keepUntil?: (() => number) | undefined
  readonly now?: (() => number) | undefined
}

export interface OpenArchive extends Archive {
  /** What was appended, in its order; nobody but the archive writes to it. */
  readonly journal: Pick<Journal, 'sealed' | 'current' | 'path'>
  /** Resolves once the report is safe. One that has been sent before, by its key, is not kept again. */
  appendPing(ping: Ping, idempotencyKey: string | undefined): Promise<void>
  /** Writes events to a file. @returns how many */
  exportEvents(options: ExportOptions): Promise<number>
  /** The same as a stream. What it takes on disk meanwhile is gone with it. */
  exportStream(options: Omit<ExportOptions, 'file'>): Promise<Readable>
  /** Deletes what is not to be kept any more; once an hour it happens by itself. @returns how many events */
  retain(): Promise<number>
  /** Forgets all events of one project key, or everything, reports as well: for good. */
  forget(token?: string): Promise<void>
}

const HOUR = 3_600_000
const MOST_IN_MEMORY = 100_000
/** In memory nothing is loaded before somebody asks, or so many events wait. */
const MOST_WAITING = 10_000
/** So few wait that it is a quiet moment: while months are sent at once, no day is worth to be summed up. */
const QUIET = 1_000
/** How often it is looked whether something is to be loaded, in milliseconds. */
const LOOK_EVERY = 1_000

/**
 * Opens the archive of a folder, or one in memory.
 *
 * @throws {Refusal} 503 `archive_unavailable`: DuckDB is not installed, or the folder is in use or can't be written to
 */
export async function openArchive(options: ArchiveOptions = {}): Promise<OpenArchive> {
  const parts = options.folder === undefined ? inMemory(options) : await onDisk(options, options.folder)
  return createArchive(options, parts)
}

async function createArchive(options: ArchiveOptions, parts: Parts): Promise<OpenArchive> {
  const { folder, loadEvery = 10_000, keepUntil = () => Infinity, now = Date.now } = options
  const { retention = folder === undefined ? { events: MOST_IN_MEMORY } : {} } = options
  const { journal } = parts
  const database = () =>
    isClosed ? Promise.reject(unavailable('The collector has been closed.')) : parts.database()
  /** Reports that are in memory until somebody asks. */
  let pings: ArchivedPing[] = []
  let isClosed = false
  const loader = createLoader({ journal, database, keepUntil, now })
  const sums = createDaySums({ database, changes: loader.changes, now, lookEvery: options.sumUpEvery })
  /** So many are loaded by themselves, at once, or some time later. */
  const [enough, few] = folder === undefined ? [MOST_WAITING, MOST_WAITING] : [ROW_GROUP, 1]
  let lastRefresh = performance.now()
  /** What is forgotten is in no answer to a later question. */
  let forgetting = Promise.resolve()
  let closing: Promise<void> | undefined

  async function retain(): Promise<number> {
    const { write } = await database()
    return write(async (connection) => {
      const deleted = await applyRetention(connection, retention, now())
      if (deleted > 0) await loader.recount(connection)
      return deleted
    })
  }

  async function refresh(): Promise<void> {
    lastRefresh = performance.now()
    await forgetting.catch(() => undefined)
    try {
      await loader.refresh()
    } catch (error) {
      // Without DuckDB nobody will ever ask for what waits in memory.
      parts.drop()
      throw error
    }
    if (pings.length > 0) {
      const { write } = await database()
      const waiting = pings
      pings = []
      await write((connection) => insertPings(connection, waiting))
    }
    const { events = Infinity } = retention
    if (folder === undefined && loader.status().events > events * 1.1) await retain()
  }

  /** In the background nobody is there to be told: the status says what went wrong. */
  const quietly = (task: () => Promise<unknown>) => void task().catch((error: unknown) => loader.fail(error))

  if (folder !== undefined) {
    await (await database()).write((connection) => loader.recount(connection))
    quietly(async () => {
      await loader.refresh()
      await retain()
    })
  }
  const loading = setInterval(
    () => {
      const isLate = performance.now() - lastRefresh >= loadEvery
      if (loader.pending() >= (isLate ? few : enough)) quietly(refresh)
      else if (folder !== undefined && loader.pending() < QUIET) quietly(sums.next)
    },
    Math.min(LOOK_EVERY, loadEvery),
  ).unref()
  const retaining = setInterval(() => {
    if (parts.isOpen()) quietly(retain)
  }, HOUR).unref()

  async function close(): Promise<void> {
    clearInterval(loading)
    clearInterval(retaining)
    try {
      if (folder !== undefined) await loader.refresh()
    } catch {
      // It stays in the journal, and is loaded by the next start.
    }
    await journal.close()
    isClosed = true
    if (parts.isOpen())
      await parts.database().then(
        (opened) => opened.close(),
        () => undefined,
      )
    parts.release()
  }

  async function forget(token: string | undefined): Promise<void> {
    parts.drop(token)
    if (token === undefined) pings = []
    if (!parts.isOpen()) return
    await loader.refresh()
    const { write } = await database()
    await write(async (connection) => {
      await transaction(connection, async () => {
        if (token === undefined) await connection.run('DELETE FROM events; DELETE FROM pings')
        else await connection.run('DELETE FROM events WHERE token = $1', [token])
        await forgetSums(connection, token)
        await forgetVisitors(connection)
      })
      await loader.recount(connection)
    })
  }

  async function exportTo(options: ExportOptions): Promise<number> {
    if (folder === undefined) {
      const message = 'Events in memory are not exported: start the collector with --data <folder>.'
      throw new Refusal(400, 'invalid_query', message)
    }
    await loader.refresh()
    const { ask: lane } = await database()
    return lane((connection) => exportEvents(connection, exportFolder(folder), options))
  }

  async function keep(task: () => Promise<void>): Promise<void> {
    if (closing) throw new Refusal(503, 'storage_failed', 'The collector is closing: send it again.')
    try {
      await task()
    } catch (error) {
      loader.fail(error)
      const message = `This can't be kept now, send it again later: ${messageOf(error)}`
      throw new Refusal(503, 'storage_failed', message)
    }
  }

  return {
    journal,
    append: (events) => keep(() => journal.append(events.map(toLine))),
    appendPing: (ping, idempotencyKey) =>
      keep(async () => {
        const one = { ping, idempotencyKey }
        if (folder === undefined) pings = [...pings, one].slice(-MOST_WAITING)
        else await (await database()).write((connection) => insertPings(connection, [one]))
      }),
    refresh,
    async all(sql, parameters = []) {
      const { read, rows } = await database()
      return read(async (connection) => rows.rows(await connection.runAndReadAll(sql, [...parameters])))
    },
    async read(task) {
      const { read, rows } = await database()
      return read((connection) =>
        transaction(connection, () =>
          task({
            all: async (sql, parameters = []) =>
              rows.rows(await connection.runAndReadAll(sql, [...parameters])),
          }),
        ),
      )
    },
    async ask(sql, limits) {
      const { ask: lane, rows } = await database()
      return lane((connection) => ask(connection, rows, sql, limits))
    },
    status: () => ({
      kind: folder === undefined ? 'memory' : 'disk',
      ...loader.status(),
      bytes: journalBytes(journal) + (folder === undefined ? 0 : fileBytes(folder)),
    }),
    exportEvents: exportTo,
    async exportStream(options) {
      const file = join(exportFolder(folder ?? ''), `${randomUUID()}.whole`)
      await exportTo({ ...options, file })
      const stream = createReadStream(file)
      stream.once('close', () => void rm(file, { force: true }))
      return stream
    },
    retain,
    forget(token) {
      forgetting = forget(token)
      return forgetting
    },
    close: () => (closing ??= close()),
  }
}

function journalBytes(journal: Journal): number {
  return journal.sealed().reduce((sum, { bytes }) => sum + bytes, journal.current()?.bytes ?? 0)
}

/** The database and its log. */
function fileBytes(folder: string): number {
  return [databaseFile(folder), `${databaseFile(folder)}.wal`].reduce(
    (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
}
