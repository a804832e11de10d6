import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type * as DuckDB from '@duckdb/node-api'
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { Refusal } from '../errors.js'
import { createRowReader } from './rows.js'
import type { RowReader } from './rows.js'
import { SCHEMA } from './schema.js'
import { upgrade } from './upgrade.js'

export type Driver = typeof DuckDB
export type Connection = DuckDBConnection

/** A connection that does one thing after the other. */
export type Lane = <T>(task: (connection: Connection) => Promise<T>) => Promise<T>

/**
 * DuckDB occupies a thread of libuv's pool for as long as a statement runs, and the pool has four: three lanes leave one to
 * the journal, which must never wait for an answer.
 */
export interface Database {
  /** Everything that writes. */
  readonly write: Lane
  /** Our own questions. */
  readonly read: Lane
  /** The operator's questions, and exports. */
  readonly ask: Lane
  readonly rows: RowReader
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** Folder of `events.duckdb`. Absent: in memory. */
  readonly folder?: string | undefined
  /** Most memory DuckDB takes, as it writes it. Default `512MB`. */
  readonly memory?: string | undefined
  readonly driver?: (() => Promise<Driver>) | undefined
}

/** Folder, within the archive's, that exports are written to before they are moved. */
export const exportFolder = (folder: string) => join(folder, 'export')
export const databaseFile = (folder: string) => join(folder, 'events.duckdb')
export const journalFolder = (folder: string) => join(folder, 'journal')

const HOW_TO_INSTALL = 'npm install @duckdb/node-api'

/** Why events can't be kept or asked for, in words for the operator. */
export function unavailable(message: string): Refusal {
  return new Refusal(503, 'archive_unavailable', message)
}

export async function loadDriver(
  driver = (): Promise<Driver> => import('@duckdb/node-api'),
): Promise<Driver> {
  try {
    return await driver()
  } catch (error) {
    const why = isMissing(error) ? 'is not installed' : `can't be loaded (${messageOf(error)})`
    throw unavailable(
      `Events can't be kept or asked for: @duckdb/node-api ${why}. Install it beside waypost: ${HOW_TO_INSTALL}`,
    )
  }
}

/**
 * Opens the database, or makes it.
 *
 * @throws {Refusal} 503 `archive_unavailable`: without the driver, without rights, or when another process has it open
 */
export async function openDatabase({ folder, memory = '512MB', driver }: DatabaseOptions): Promise<Database> {
  const loaded = await loadDriver(driver)
  const instance = await create(loaded, folder, memory)
  const connections: Connection[] = []
  const pending = new Set<Promise<unknown>>()

  async function createLane(): Promise<Lane> {
    const connection = await instance.connect()
    connections.push(connection)
    let work: Promise<unknown> = Promise.resolve()
    return (task) => {
      const done = work.then(() => task(connection))
      work = done.catch(() => undefined)
      pending.add(work)
      void work.finally(() => pending.delete(work))
      return done
    }
  }

  try {
    const [write, read, ask] = [await createLane(), await createLane(), await createLane()]
    await write((connection) => prepare(connection, folder))
    return {
      write,
      read,
      ask,
      rows: createRowReader(loaded),
      async close() {
        await Promise.all(pending)
        for (const connection of connections) connection.closeSync()
        instance.closeSync()
      },
    }
  } catch (error) {
    for (const connection of connections) connection.closeSync()
    instance.closeSync()
    throw error
  }
}

async function create(driver: Driver, folder: string | undefined, memory: string): Promise<DuckDBInstance> {
  const options = {
    memory_limit: memory,
    threads: '2',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: folder === undefined ? '' : join(folder, 'tmp'),
  }
  if (folder === undefined) return driver.DuckDBInstance.create(':memory:', options)
  try {
    for (const one of [folder, exportFolder(folder), journalFolder(folder)])
      await mkdir(one, { recursive: true })
    return await driver.DuckDBInstance.create(databaseFile(folder), options)
  } catch (error) {
    throw unavailable(whyClosed(folder, messageOf(error)))
  }
}

function whyClosed(folder: string, message: string): string {
  const owner = /Conflicting lock is held in .*?\(PID (\d+)\)/.exec(message)?.[1]
  if (owner !== undefined || message.includes('Could not set lock')) return inUse(folder, owner)
  return `Events can't be kept in ${folder}: ${message} Choose a folder that this user may write to, or put it in order.`
}

export function inUse(folder: string, process?: string): string {
  const who = process === undefined ? 'a running collector' : `a running collector (process ${process})`
  return `${folder} is in use by ${who}. Stop it, choose another folder, or ask the running one: npx waypost query --url http://127.0.0.1:8765 "SELECT …"`
}

/** What can be set is set once, and then locked: no statement reaches a file other than these. */
async function prepare(connection: Connection, folder: string | undefined): Promise<void> {
  await connection.run(`SET GLOBAL TimeZone = 'UTC'`)
  await connection.run(SCHEMA)
  await upgrade(connection)
  if (folder !== undefined) {
    const folders = [exportFolder(folder), journalFolder(folder)].map(literal)
    await connection.run(`SET allowed_directories = [${folders.join(', ')}]`)
  }
  await connection.run('SET enable_external_access = false')
  await connection.run('SET lock_configuration = true')
}

/** A text as SQL writes it, where a parameter can't stand. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.trim() : String(error)
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /MODULE_NOT_FOUND/.test(String(error.code))
}
