import { delaysOf, leavesOf, movesOf, viewsOf, visitsOf } from './day-parts.js'
import type { Part } from './day-parts.js'
import type { Connection } from './database.js'
import { transaction } from './statements.js'

/** Milliseconds of a day, UTC. Days are numbered since 1970. */
export const DAY = 86_400_000

/**
 * What whole days come to. To go through the events of a month takes seconds, through this a tenth of that. It is made from `events`
 * and can be made again: a day that is not among `days` has none of it.
 */
export const DAYS_SCHEMA = `
CREATE TABLE IF NOT EXISTS days (day INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS day_visits (
  day INTEGER NOT NULL, token VARCHAR NOT NULL, session_id VARCHAR NOT NULL,
  -- Nothing of this session is elsewhere: on another day, or in another project.
  alone BOOLEAN NOT NULL,
  "begin" TIMESTAMP NOT NULL, "end" TIMESTAMP NOT NULL, exit_at TIMESTAMP, exit_route VARCHAR,
  lowest BIGINT, highest BIGINT, numbers BIGINT, earlier BOOLEAN NOT NULL,
  -- Views that one that is alone is missing. Of the others it is known once they are put together.
  missing BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS day_moves (
  day INTEGER NOT NULL, token VARCHAR NOT NULL, came VARCHAR NOT NULL, went VARCHAR NOT NULL, n BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS day_views (
  day INTEGER NOT NULL, token VARCHAR NOT NULL, route VARCHAR, views BIGINT NOT NULL, own BIGINT NOT NULL, carried BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS day_leaves (
  day INTEGER NOT NULL, token VARCHAR NOT NULL, route VARCHAR, reason VARCHAR NOT NULL, n BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS day_delays (
  day INTEGER NOT NULL, token VARCHAR NOT NULL, value DOUBLE NOT NULL, n BIGINT NOT NULL
);
`

const TABLES: Readonly<Record<string, (part: Part) => string>> = {
  day_visits: (part) => `
    SELECT token, session_id, NOT (earlier OR later OR count(*) OVER (PARTITION BY session_id) > 1) AS alone,
      "begin", "end", exit_at, exit_route, lowest, highest, numbers, earlier, missing
    FROM (${visitsOf(part, { earlier: true, later: true, missing: true, by: 'token, session_id' })})`,
  day_moves: movesOf,
  day_views: viewsOf,
  day_leaves: leavesOf,
  day_delays: delaysOf,
}

/** SQL of the number of the day that an event is of. */
const DAY_OF_EVENT = `epoch_ms("timestamp") // ${DAY}`

/** SQL of when a day begins. */
const beginOf = (day: number) => `epoch_ms(${day * DAY}::BIGINT)`

/** Sums up one day, in one transaction. */
export async function sumUp(connection: Connection, day: number): Promise<void> {
  const part = { from: beginOf(day), to: beginOf(day + 1), token: 'true' }
  await transaction(connection, async () => {
    await connection.run(`DELETE FROM days WHERE day = ${day}`)
    for (const [table, sql] of Object.entries(TABLES)) {
      await connection.run(`DELETE FROM ${table} WHERE day = ${day}`)
      await connection.run(`INSERT INTO ${table} SELECT ${day}, part.* FROM (${sql(part)}) AS part`)
    }
    await connection.run(`INSERT INTO days VALUES (${day})`)
  })
}

/** Older days are left alone: a clock that is wrong must not make us sum up days for years. */
const MOST_DAYS = 3_650

/**
 * Days that have events and are not summed up, newest first. A day is over when its sessions are: one day later.
 *
 * @param now milliseconds since 1970
 */
export async function findDays(connection: Connection, now: number): Promise<number[]> {
  const end = Math.floor(now / DAY) - 1
  const found = await connection.runAndReadAll(
    `SELECT DISTINCT ${DAY_OF_EVENT} AS day FROM events
     WHERE "timestamp" >= ${beginOf(end - MOST_DAYS)} AND "timestamp" < ${beginOf(end)}
     EXCEPT SELECT day FROM days ORDER BY day DESC`,
  )
  return found.getRows().map(([day]) => Number(day))
}

/**
 * Throws away what the days of some events come to, and the days before and after: sessions run over midnight. Within a transaction:
 * that of the change.
 *
 * @param events SQL of what comes after FROM
 */
export async function forgetDays(
  connection: Connection,
  events: string,
  parameters: string[] = [],
): Promise<void> {
  const gone = await connection.runAndReadAll(
    `DELETE FROM days WHERE day IN (
       SELECT day + distance
       FROM (SELECT DISTINCT ${DAY_OF_EVENT} AS day FROM ${events}), (VALUES (-1), (0), (1)) AS around(distance)
     ) RETURNING day`,
    parameters,
  )
  const days = gone.getRows().map(([day]) => Number(day))
  if (days.length === 0) return
  for (const table of Object.keys(TABLES))
    await connection.run(`DELETE FROM ${table} WHERE day IN (${days.join(', ')})`)
}

/** Of one project, or of all: it is not to be found here either. */
export async function forgetSums(connection: Connection, token: string | undefined): Promise<void> {
  for (const table of Object.keys(TABLES)) {
    if (token === undefined) await connection.run(`DELETE FROM ${table}`)
    else await connection.run(`DELETE FROM ${table} WHERE token = $1`, [token])
  }
  if (token === undefined) await connection.run('DELETE FROM days')
}
