import { mkdirSync, realpathSync } from 'node:fs'
import { inUse, messageOf, unavailable } from './database.js'

const claimed = new Set<string>()

/**
 * Takes a folder for one archive of this process. DuckDB's lock keeps other processes away, but the lock is the process's:
 * within it, two databases would write to one file.
 *
 * @returns what gives it back
 */
export function claimFolder(folder: string): () => void {
  let real: string
  try {
    mkdirSync(folder, { recursive: true })
    real = realpathSync(folder)
  } catch (error) {
    throw unavailable(
      `Events can't be kept in ${folder}: ${messageOf(error)}. Choose a folder that this user may write to.`,
    )
  }
  if (claimed.has(real)) throw unavailable(inUse(folder, String(process.pid)))
  claimed.add(real)
  return () => void claimed.delete(real)
}
