import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isObject } from './json.js'

const DAY = 86_400_000
const BYTES = 32

export interface DailyKey {
  /** The key of this day. */
  today(): Buffer
  /** Forgets a key whose day is over, on disk as well: nobody may come who needs the next one. */
  expire(): void
}

/**
 * A random key that lives for one day, UTC. With a folder it outlives a restart, or one visitor would be two: in a file that only its
 * user may read. Without a folder it is nowhere but in memory.
 */
export function createDailyKey(now: () => number, folder?: string): DailyKey {
  const file = folder === undefined ? undefined : join(folder, 'daily-key.json')
  let kept: { readonly day: number; readonly key: Buffer } | undefined
  const dayNow = () => Math.floor(now() / DAY)

  function expire(): void {
    const day = dayNow()
    if (kept?.day !== day) kept = undefined
    if (file === undefined || kept !== undefined) return
    // One that was killed while it wrote has left a draft.
    remove(draftOf(file))
    if (read(file, day) === undefined) remove(file)
  }

  expire()
  return {
    today() {
      expire()
      if (kept !== undefined) return kept.key
      const day = dayNow()
      const found = file === undefined ? undefined : read(file, day)
      kept = { day, key: found ?? randomBytes(BYTES) }
      if (file !== undefined && found === undefined) write(file, day, kept.key)
      return kept.key
    },
    expire,
  }
}

const draftOf = (file: string) => `${file}.new`

function read(file: string, day: number): Buffer | undefined {
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (!isObject(kept) || kept['day'] !== day || typeof kept['key'] !== 'string') return undefined
    const key = Buffer.from(kept['key'], 'base64url')
    return key.length === BYTES ? key : undefined
  } catch {
    // There is none, or it was damaged: as on a new day.
    return undefined
  }
}

function write(file: string, day: number, key: Buffer): void {
  try {
    writeFileSync(draftOf(file), JSON.stringify({ day, key: key.toString('base64url') }), { mode: 0o600 })
    renameSync(draftOf(file), file)
  } catch {
    // A disk that is full: the key lives as long as the process.
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // A folder that is not to be written to has no key of ours either.
  }
}
