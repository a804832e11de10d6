import { NUMBERS } from '../archive/day-parts.js'
import type { Conditions } from './filter.js'
import { otherVisits, visitsOfOneDay } from './time-parts.js'
import type { Parts } from './time-parts.js'

/**
 * SQL of a query: views that each session is missing, columns `session_id`, `missing`.
 *
 * Views are numbered 1, 2, 3… within a session, so a number that is not there is a view that was lost. Numbers begin at 1 where the
 * session began within the time, so that a lost first view is missed too; one that was under way before begins at the lowest number
 * that there is. The numbers of leaves say how far they go: a view may be lost, and its leave arrive.
 *
 * The few sessions whose numbers are too far apart for the bits of one integer are counted with sets.
 */
export function gaps(parts: Parts, found: Conditions): string {
  const events = `FROM events WHERE session_id IS NOT NULL AND ${found.time}`
  const chosen = found.matches ? `session_id IN (SELECT session_id ${events} AND ${found.match})` : 'true'
  return `
    WITH numbered AS MATERIALIZED (
      SELECT session_id, NOT earlier AS whole, lowest, highest, bit_count(numbers) AS present
      FROM (${otherVisits(parts, found, { earlier: true })}) WHERE ${chosen}
    ),
    long AS (
      SELECT session_id, count(DISTINCT view_number) FILTER (event = '$pageview' AND view_number > 0) AS present
      ${events} AND session_id IN (SELECT session_id FROM numbered WHERE highest - lowest >= ${NUMBERS})
      GROUP BY session_id
    )
    ${visitsOfOneDay(parts, found, 'session_id, missing')} AND ${chosen}
    UNION ALL
    SELECT session_id, coalesce(greatest(
      0,
      highest - CASE WHEN whole THEN 1 ELSE lowest END + 1 - coalesce(long.present, numbered.present, 0)
    ), 0)::BIGINT AS missing
    FROM numbered LEFT JOIN long USING (session_id)`
}
