import { DAY } from '../archive/days.js'
import type { Reader, Row } from '../archive/types.js'
import { conditions } from './filter.js'
import { gaps } from './gaps.js'
import { numberOf, textOf, textOrNull, timeOf } from './row.js'
import { partsOf, visits } from './time-parts.js'
import type { PanelFilter, SessionRow, Sessions } from './types.js'

/**
 * Visits, newest first: those with an event that has the route and the properties. What a row says is of the whole session within
 * the time, and not only of such events.
 *
 * @param before milliseconds: only sessions that began earlier, to read on page by page. Sessions that began at the same moment come
 * on one page, which may so be longer than `limit`.
 */
export async function sessions(
  reader: Reader,
  filter: PanelFilter,
  limit: number,
  before?: number,
): Promise<Sessions> {
  const found = conditions(filter)
  const { bind, parameters } = found
  const all = visits(await partsOf(reader, filter), found)
  const chosen = found.matches
    ? `WHERE session_id IN (SELECT session_id FROM events WHERE session_id IS NOT NULL AND ${found.where})`
    : ''
  const earlier =
    before === undefined ? 'true' : `"begin" < ${bind(new Date(before).toISOString())}::TIMESTAMP`
  // Which ones first, and only then what is to be said of them: everything about every session would not fit into memory.
  const rows = await reader.all(
    `WITH all_sessions AS MATERIALIZED (SELECT session_id, "begin" FROM (${all}) ${chosen}),
     page AS MATERIALIZED (
       SELECT "begin" FROM all_sessions WHERE ${earlier} ORDER BY "begin" DESC LIMIT ${bind(limit)}::BIGINT
     )
     SELECT session_id, total, epoch_ms("begin") AS "begin"
     FROM (SELECT count(*) AS total FROM all_sessions)
     LEFT JOIN all_sessions ON "begin" >= (SELECT min("begin") FROM page) AND ${earlier}`,
    parameters,
  )
  const page = rows.filter((row) => textOrNull(row, 'session_id') !== null)
  return {
    sessions: await sessionRows(
      reader,
      narrowed(
        filter,
        page.map((row) => numberOf(row, 'begin')),
      ),
      page.map((row) => textOf(row, 'session_id')),
    ),
    total: numberOf(rows[0], 'total'),
  }
}

/** The time that sessions with these begins take: the rest of a month has nothing of them. */
function narrowed(filter: PanelFilter, begins: readonly number[]): PanelFilter {
  if (begins.length === 0) return filter
  const from = Math.max(Date.parse(filter.from), Math.min(...begins))
  const to = Math.min(Date.parse(filter.to), Math.max(...begins) + DAY)
  return { ...filter, from: new Date(from).toISOString(), to: new Date(to).toISOString() }
}

/** What there is to say of these sessions within the time, newest first. */
export async function sessionRows(
  reader: Reader,
  { from, to, token }: PanelFilter,
  ids: readonly string[],
): Promise<SessionRow[]> {
  if (ids.length === 0) return []
  const found = conditions({ from, to, ...(token !== undefined && { token }), properties: [] })
  const { time, bind, parameters } = found
  const chosen = `session_id IN (SELECT unnest(from_json(${bind(JSON.stringify(ids))}::JSON, '["VARCHAR"]')))`
  const inOrder = '"timestamp", view_number NULLS LAST, uuid'
  const rows = await reader.all(
    `WITH missed AS (${gaps({ days: [], rest: [[Date.parse(from), Date.parse(to)]] }, { ...found, token: `${found.token} AND ${chosen}` })})
     SELECT session_id, any_value(missing) AS missing,
       epoch_ms(min("timestamp")) AS begin, epoch_ms(max("timestamp")) AS end,
       last(distinct_id ORDER BY ${inOrder}) AS distinct_id,
       count(*) FILTER (event = '$pageview') AS views,
       first(route ORDER BY ${inOrder}) FILTER (event = '$pageview') AS entry,
       last(route ORDER BY ${inOrder}) FILTER (event = '$pageview') AS exit
     FROM events LEFT JOIN missed USING (session_id)
     WHERE ${chosen} AND ${time}
     GROUP BY session_id ORDER BY begin DESC, session_id`,
    parameters,
  )
  return rows.map(sessionRow)
}

const sessionRow = (row: Row): SessionRow => ({
  id: textOf(row, 'session_id'),
  begin: timeOf(row, 'begin'),
  end: timeOf(row, 'end'),
  distinctId: textOf(row, 'distinct_id'),
  views: numberOf(row, 'views'),
  entry: textOrNull(row, 'entry'),
  exit: textOrNull(row, 'exit'),
  missing: numberOf(row, 'missing'),
})
