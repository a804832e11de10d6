import type { Archive } from '../archive/types.js'
import { conditions, LONGEST_SESSION } from './filter.js'
import { gaps } from './gaps.js'
import { quantiles } from './quantile.js'
import { numberOf, numberOrNull, textOf } from './row.js'
import type { Delivery, PanelFilter } from './types.js'

/** Seconds, never below zero: a sender's clock can be ahead of ours by a little, and nothing arrives before it happens. */
export const DELAY = `greatest(0, epoch_ms(received_at) - epoch_ms("timestamp")) / 1000`

/** What arrived, what did not, and when. */
export async function delivery(archive: Archive, filter: PanelFilter): Promise<Delivery> {
  return {
    ...(await views(archive, filter)),
    ...(await missing(archive, filter)),
    leaves: await leaves(archive, filter),
    delay: await delay(archive, filter),
  }
}

/**
 * A view is left when there is a leave of it, also after `to`: within the day that a session lasts at most. With `leave: 'exit'` the next view carries the data of a leave
 * in its place, its duration among them, and never do two events carry the data of one view.
 */
async function views(archive: Archive, filter: PanelFilter) {
  const { where, from, to, token, parameters } = conditions(filter)
  const [row] = await archive.all(
    `SELECT count(*) AS views,
       count(*) FILTER (view_id IN (
         SELECT view_id FROM events
         WHERE event = '$pageleave' AND view_id IS NOT NULL AND ${token} AND "timestamp" >= ${from}
           AND "timestamp" < ${to} + ${LONGEST_SESSION}
       )) AS own,
       count(duration) AS carried
     FROM events WHERE event = '$pageview' AND ${where}`,
    parameters,
  )
  // The view that carries the data is of another route than the one that was left.
  const carried = filter.route === undefined ? numberOf(row, 'carried') : 0
  return { views: numberOf(row, 'views'), left: numberOf(row, 'own') + carried }
}

/** Of the sessions with an event that has the route and the properties: numbers run on through all of its routes. */
async function missing(archive: Archive, filter: PanelFilter) {
  const found = conditions(filter)
  const [row] = await archive.all(
    `SELECT sum(missing)::BIGINT AS missing, count(*) FILTER (missing > 0) AS gaps FROM (${gaps(found)})`,
    found.parameters,
  )
  return { missing: numberOf(row, 'missing'), sessionsWithGaps: numberOf(row, 'gaps') }
}

/** Other libraries give no reason. */
async function leaves(archive: Archive, filter: PanelFilter) {
  const { where, parameters } = conditions(filter)
  const rows = await archive.all(
    `SELECT coalesce(leave_reason, 'unknown') AS reason, count(*) AS n
     FROM events WHERE event = '$pageleave' AND ${where} GROUP BY reason ORDER BY n DESC, reason`,
    parameters,
  )
  return rows.map((row) => ({ reason: textOf(row, 'reason'), count: numberOf(row, 'n') }))
}

async function delay(archive: Archive, filter: PanelFilter) {
  const { where, parameters } = conditions(filter)
  const all = `SELECT ${DELAY} AS value FROM events WHERE ${where}`
  const late = 'coalesce(sum(n) FILTER (value > 60), 0)::BIGINT AS late'
  const [row] = await archive.all(quantiles(all, [0.5, 0.95], late), parameters)
  return { median: numberOrNull(row, 'q0'), p95: numberOrNull(row, 'q1'), late: numberOf(row, 'late') }
}
