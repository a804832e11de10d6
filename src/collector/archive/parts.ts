import { mkdir, rm } from 'node:fs/promises'
import { exportFolder, journalFolder, openDatabase } from './database.js'
import type { Database, DatabaseOptions } from './database.js'
import { claimFolder } from './folder-claim.js'
import { openJournal } from './journal.js'
import type { Journal, JournalOptions } from './journal.js'
import { count } from './statements.js'
import { createMemoryJournal } from './memory-journal.js'

export type PartsOptions = DatabaseOptions & Pick<JournalOptions, 'openFile' | 'fileBytes'>

/** What an archive is put together from. */
export interface Parts {
  readonly journal: Journal
  readonly database: () => Promise<Database>
  /** Whether DuckDB runs, or is about to. */
  readonly isOpen: () => boolean
  /** Drops lines that wait, of one project or all. Only what is in memory can be taken back. */
  readonly drop: (token?: string) => void
  /** What is done last. */
  readonly release: () => void
}

/** DuckDB is only started once somebody asks: most collectors of tests never are. */
export function inMemory(options: PartsOptions): Parts {
  const journal = createMemoryJournal()
  let database: Promise<Database> | undefined
  return {
    journal,
    database: () => (database ??= openDatabase(options)),
    isOpen: () => database !== undefined,
    drop: (token) => journal.drop((line) => token === undefined || isOf(token, line)),
    release: () => undefined,
  }
}

export async function onDisk(options: PartsOptions, folder: string): Promise<Parts> {
  const release = claimFolder(folder)
  let database: Database | undefined
  try {
    const opened = (database = await openDatabase(options))
    // What an export that was killed has left.
    await rm(exportFolder(folder), { recursive: true, force: true })
    await mkdir(exportFolder(folder))
    const after = await opened.write((connection) => count(connection, 'SELECT max(file) FROM journal'))
    const journal = await openJournal({ ...options, folder: journalFolder(folder), after })
    return {
      journal,
      database: () => Promise.resolve(opened),
      isOpen: () => true,
      drop: () => undefined,
      release,
    }
  } catch (error) {
    await database?.close()
    release()
    throw error
  }
}

/** Lines begin with the key of their project. */
const isOf = (token: string, line: string) => line.startsWith(`{"token":${JSON.stringify(token)},`)
