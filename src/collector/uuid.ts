import { randomFillSync } from 'node:crypto'

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i

/** The canonical form (lower case, dashes) of a UUID of any version, `undefined` for anything else. */
export function canonicalUuid(text: string): string | undefined {
  return UUID.test(text) ? dashed(text.replaceAll('-', '').toLowerCase()) : undefined
}

/** Random bytes are asked for so many at once: for sixteen it takes as long as to read an event. */
const pool = Buffer.allocUnsafe(16 * 256)
let used = pool.length

/** A UUIDv7 of this moment, as PostHog gives to events that bring none. */
export function uuidv7(now: number): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const bytes = pool.subarray(used, (used += 16))
  bytes.writeUIntBE(now, 0, 6)
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  return dashed(bytes.toString('hex'))
}

function dashed(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
