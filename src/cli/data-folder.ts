import { existsSync } from 'node:fs'
import path from 'node:path'
import { openArchive } from '../collector/archive/open-archive.js'
import type { OpenArchive } from '../collector/archive/open-archive.js'

/** Where a collector keeps its events unless it is told otherwise by whoever starts it; to be named all the same. */
export const DATA_OPTION = ['--data <folder>', 'folder that a collector keeps its events in'] as const

/**
 * Opens what a collector has kept, for as long as `task` takes.
 *
 * @throws {Error} the folder is none of a collector's, or in use by one that is running
 */
export async function withArchive<T>(folder: string, task: (archive: OpenArchive) => Promise<T>): Promise<T> {
  // Opening makes a folder, and a name that was misspelt would be answered with nothing.
  if (!existsSync(path.join(folder, 'events.duckdb'))) {
    throw new Error(
      `${folder} holds no events: name the folder that the collector was started with, npx waypost collect --data <folder>.`,
    )
  }
  const archive = await openArchive({ folder })
  try {
    await archive.refresh()
    return await task(archive)
  } finally {
    await archive.close()
  }
}
