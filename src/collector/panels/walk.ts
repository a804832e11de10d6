import { DELAY } from '../archive/day-parts.js'
import type { Reader } from '../archive/types.js'
import { Refusal } from '../errors.js'

import { numberOf, numberOrNull, textOf, textOrNull, timeOf } from './row.js'
import { sessionRows } from './sessions.js'
import type { Walk } from './types.js'

/** A session of more than that is a program. */
const MOST_STEPS = 10_000

/**
 * All of one session, whatever the time asked for.
 *
 * @throws {Refusal} 404 `not_found`
 */
export async function walk(reader: Reader, id: string, token?: string): Promise<Walk> {
  // A leave stands after its view and before the next one, with which it shares the moment: its number is its view's.
  const rows = await reader.all(
    `SELECT epoch_ms("timestamp") AS at, event, uuid::VARCHAR AS uuid, view_id, view_number, route, pathname, title,
       CASE event WHEN '$pageview' THEN navigation_type WHEN '$pageleave' THEN leave_reason END AS reason,
       visible, engaged, scroll, ${DELAY} AS delay
     FROM events WHERE session_id = $1 ${token === undefined ? '' : 'AND token = $2'}
     ORDER BY "timestamp", view_number NULLS LAST, event <> '$pageview', uuid LIMIT ${MOST_STEPS}`,
    token === undefined ? [id] : [id, token],
  )
  const from = timeOf(rows[0], 'at')
  const to = new Date(numberOf(rows.at(-1), 'at') + 1).toISOString()
  const [session] = await sessionRows(
    reader,
    { from, to, ...(token !== undefined && { token }), properties: [] },
    rows.length === 0 ? [] : [id],
  )
  if (session === undefined) {
    throw new Refusal(
      404,
      'not_found',
      'There is no such session: GET /api/sessions lists those there are.',
      'id',
    )
  }
  return {
    session,
    steps: rows.map((row) => ({
      at: timeOf(row, 'at'),
      event: textOf(row, 'event'),
      uuid: textOf(row, 'uuid'),
      viewId: textOrNull(row, 'view_id'),
      viewNumber: numberOrNull(row, 'view_number'),
      route: textOrNull(row, 'route'),
      pathname: textOrNull(row, 'pathname'),
      title: textOrNull(row, 'title'),
      reason: textOrNull(row, 'reason'),
      visible: numberOrNull(row, 'visible'),
      engaged: numberOrNull(row, 'engaged'),
      scroll: numberOrNull(row, 'scroll'),
      delay: numberOf(row, 'delay'),
    })),
  }
}
