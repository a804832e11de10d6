import type { Conditions } from './filter.js'
import { LONGEST_SESSION } from './filter.js'

/** So many bits fit a BIGINT, its sign aside. */
const WINDOW = 62

/**
 * SQL of a query: views that each session is missing, columns `session_id`, `missing`.
 *
 * Views are numbered 1, 2, 3… within a session, so a number that is not there is a view that was lost. Numbers begin at 1 where the
 * session began within the time, so that a lost first view is missed too; one that was under way before begins at the lowest number
 * that there is. The numbers of leaves say how far they go: a view may be lost, and its leave arrive.
 *
 * Which numbers there are is kept as bits of one integer per session, in place of a set: a quarter of the time. As long as the numbers
 * of a session lie within the width of the integer, no two of them share a bit; the few longer sessions are counted with sets.
 */
export function gaps({
  from,
  to,
  token,
  matches,
  match,
}: Pick<Conditions, 'from' | 'to' | 'token' | 'match' | 'matches'>) {
  const within = `"timestamp" >= ${from} AND view_number > 0`
  const view = `event = '$pageview' AND ${within}`
  const any = `event IN ('$pageview', '$pageleave') AND ${within}`
  const events = `
    FROM events
    WHERE session_id IS NOT NULL AND ${token}
      AND "timestamp" >= ${from} - ${LONGEST_SESSION} AND "timestamp" < ${to}`
  const chosen = matches ? `AND count(*) FILTER (${match} AND "timestamp" >= ${from}) > 0` : ''
  return `
    WITH numbered AS MATERIALIZED (
      SELECT session_id,
        min("timestamp") >= ${from} AS whole,
        min(view_number) FILTER (${view})::BIGINT AS lowest,
        max(view_number) FILTER (${any})::BIGINT AS highest,
        bit_count(bit_or(1::BIGINT << (greatest(view_number, 0) % ${WINDOW})) FILTER (${view})) AS present
      ${events}
      GROUP BY session_id
      HAVING max("timestamp") >= ${from} ${chosen}
    ),
    long AS (
      SELECT session_id, count(DISTINCT view_number) FILTER (${view}) AS present
      ${events} AND session_id IN (SELECT session_id FROM numbered WHERE highest - lowest >= ${WINDOW})
      GROUP BY session_id
    )
    SELECT session_id, coalesce(greatest(
      0,
      highest - CASE WHEN whole THEN 1 ELSE lowest END + 1 - coalesce(long.present, numbered.present, 0)
    ), 0)::BIGINT AS missing
    FROM numbered LEFT JOIN long USING (session_id)`
}
