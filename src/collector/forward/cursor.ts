import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { isObject, parseJson } from '../json.js'
import type { Position } from './spool.js'

const START: Position = { file: 0, offset: 0 }

/** Keeps how far events have been passed on. Replaced as a whole: a process that is killed leaves the old one or the new one. */
export function createCursor(folder: string, name = 'forwarded.json') {
  const file = join(folder, name)

  return {
    /** Where to go on; from the begin where nothing is kept. */
    async load(): Promise<Position> {
      try {
        const kept = parseJson(await readFile(file, 'utf8'))
        if (isObject(kept) && isCount(kept['file']) && isCount(kept['offset']))
          return { file: kept['file'], offset: kept['offset'] }
      } catch {
        // Passing on once more is no harm: receivers know an event by its uuid.
      }
      return START
    },
    async save(position: Position): Promise<void> {
      const draft = `${file}.new`
      const handle = await open(draft, 'w')
      try {
        await handle.writeFile(JSON.stringify(position))
        await handle.datasync()
      } finally {
        await handle.close()
      }
      await rename(draft, file)
    },
  }
}
export type Cursor = ReturnType<typeof createCursor>

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
