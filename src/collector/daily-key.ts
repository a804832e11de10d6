import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isObject } from './json.js'

const DAY = 86_400_000
const BYTES = 32

/**
 * A random key that lives for one day, UTC. With a folder it outlives a restart, or one visitor would be two; it is in a file that only
 * its user may read, and the next one takes its place. Without a folder it is nowhere but in memory.
 */
export function createDailyKey(now: () => number, folder?: string): () => Buffer {
  const file = folder === undefined ? undefined : join(folder, 'daily-key.json')
  let day = -1
  let key: Buffer = randomBytes(BYTES)
  return () => {
    const today = Math.floor(now() / DAY)
    if (today === day) return key
    day = today
    key = (file === undefined ? undefined : read(file, day)) ?? randomBytes(BYTES)
    if (file !== undefined) write(file, day, key)
    return key
  }
}

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
    writeFileSync(`${file}.new`, JSON.stringify({ day, key: key.toString('base64url') }), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  } catch {
    // A disk that is full: the key lives as long as the process.
  }
}
