import { count, first, transaction } from './statements.js'
import type { Connection } from './database.js'
import { forgetDays } from './days.js'
import type { Retention } from './types.js'
import { forgetVisitors } from './visitors.js'

const DAY = 86_400_000
/** How far below the limit it goes, so that it need not go every time. */
const ROOM = 0.9

/**
 * Deletes what is older or more than is to be kept.
 *
 * @returns how many events are gone
 */
export async function applyRetention(
  connection: Connection,
  retention: Retention,
  now: number,
): Promise<number> {
  let deleted = 0
  if (retention.days !== undefined) {
    const before = new Date(now - retention.days * DAY).toISOString()
    deleted += await deleteEvents(connection, 'received_at < $1::TIMESTAMP', before)
    await connection.run('DELETE FROM pings WHERE received < $1::TIMESTAMP', [before])
  }
  if (retention.events !== undefined) {
    const surplus = (await countEvents(connection)) - retention.events
    if (surplus > 0) deleted += await deleteFirst(connection, surplus)
  }
  if (retention.bytes !== undefined) deleted += await shrink(connection, retention.bytes)
  return deleted
}

async function shrink(connection: Connection, most: number): Promise<number> {
  let deleted = 0
  // What an event takes is known on average only, and what a deletion frees only afterwards.
  for (let round = 0; round < 8; round++) {
    await checkpoint(connection)
    const used = (await usedBytes(connection)) * (await shareThatLives(connection))
    const events = await countEvents(connection)
    if (used <= most || events === 0) break
    deleted += await deleteFirst(connection, Math.ceil(events * (1 - (most * ROOM) / used)))
  }
  return deleted
}

const countEvents = (connection: Connection) => count(connection, 'SELECT count(*) FROM events')

/** Deletes those that arrived first, and all that arrived in the same millisecond as the last of them. */
async function deleteFirst(connection: Connection, events: number): Promise<number> {
  const last = await first(
    connection,
    `SELECT received_at::VARCHAR FROM events ORDER BY received_at LIMIT 1 OFFSET ${events - 1}`,
  )
  return typeof last === 'string' ? deleteEvents(connection, 'received_at <= $1::TIMESTAMP', last) : 0
}

async function deleteEvents(connection: Connection, which: string, time: string): Promise<number> {
  const deleted = await transaction(connection, async () => {
    await forgetDays(connection, `events WHERE ${which}`, [time])
    const { rowsChanged } = await connection.run(`DELETE FROM events WHERE ${which}`, [time])
    if (rowsChanged > 0) await forgetVisitors(connection)
    return rowsChanged
  })
  if (deleted > 0) await checkpoint(connection)
  return deleted
}

/** Bytes in use, of the file and of its log: what is free in the file is taken before it grows. */
export async function usedBytes(connection: Connection): Promise<number> {
  return count(connection, 'SELECT coalesce(sum(used_blocks * block_size), 0) FROM pragma_database_size()')
}

/**
 * How much of the rows in the file is still there. What is deleted goes from the file a row group at a time, up to a hundred thousand
 * rows: until then it must not be deleted for a second time, in the shape of events that are to stay.
 */
async function shareThatLives(connection: Connection): Promise<number> {
  const inFile = await count(
    connection,
    `SELECT sum(count) FROM pragma_storage_info('events') WHERE column_id = 0 AND segment_type <> 'VALIDITY'`,
  )
  return inFile === 0 ? 1 : Math.min(1, (await countEvents(connection)) / inFile)
}

/** Gives the room of what was deleted back. Not while somebody reads: then the next one does it. */
async function checkpoint(connection: Connection): Promise<void> {
  await connection.run('CHECKPOINT').catch(() => undefined)
}
