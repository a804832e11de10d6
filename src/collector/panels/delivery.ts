import { delaysOf, leavesOf, viewsOf } from '../archive/day-parts.js'
import type { Reader } from '../archive/types.js'
import { conditions } from './filter.js'
import { gaps } from './gaps.js'
import { quantiles } from './quantile.js'
import { numberOf, numberOrNull, textOf } from './row.js'
import { partsOf, together } from './time-parts.js'
import type { Delivery, PanelFilter } from './types.js'

/** What arrived, what did not, and when. */
export async function delivery(reader: Reader, filter: PanelFilter): Promise<Delivery> {
  return {
    ...(await views(reader, filter)),
    ...(await missing(reader, filter)),
    leaves: await leaves(reader, filter),
    delay: await delay(reader, filter),
  }
}

/** The sums know routes, and no properties. */
const knowRoutes = ({ properties }: PanelFilter) => properties.length === 0
const knowTokens = (filter: PanelFilter) => knowRoutes(filter) && filter.route === undefined

async function views(reader: Reader, filter: PanelFilter) {
  const found = conditions(filter)
  const parts = await partsOf(reader, filter, knowRoutes(filter))
  const all = together(parts, found, { table: 'day_views', columns: 'views, own, carried', of: viewsOf })
  const [row] = await reader.all(
    `SELECT sum(views) AS views, sum(own) AS own, sum(carried) AS carried FROM (${all})`,
    found.parameters,
  )
  // The view that carries the data is of another route than the one that was left.
  const carried = filter.route === undefined ? numberOf(row, 'carried') : 0
  return { views: numberOf(row, 'views'), left: numberOf(row, 'own') + carried }
}

/** Of the sessions with an event that has the route and the properties: numbers run on through all of its routes. */
async function missing(reader: Reader, filter: PanelFilter) {
  const found = conditions(filter)
  const parts = await partsOf(reader, filter)
  const [row] = await reader.all(
    `SELECT sum(missing) AS missing, count(*) FILTER (missing > 0) AS gaps FROM (${gaps(parts, found)})`,
    found.parameters,
  )
  return { missing: numberOf(row, 'missing'), sessionsWithGaps: numberOf(row, 'gaps') }
}

async function leaves(reader: Reader, filter: PanelFilter) {
  const found = conditions(filter)
  const parts = await partsOf(reader, filter, knowRoutes(filter))
  const all = together(parts, found, { table: 'day_leaves', columns: 'reason, n', of: leavesOf })
  const rows = await reader.all(
    `SELECT reason, sum(n) AS n FROM (${all}) GROUP BY reason ORDER BY n DESC, reason`,
    found.parameters,
  )
  return rows.map((row) => ({ reason: textOf(row, 'reason'), count: numberOf(row, 'n') }))
}

async function delay(reader: Reader, filter: PanelFilter) {
  const found = conditions(filter)
  const parts = await partsOf(reader, filter, knowTokens(filter))
  const all = together(parts, found, { table: 'day_delays', columns: 'value, n', of: delaysOf })
  const late = 'coalesce(sum(n) FILTER (value > 60), 0) AS late'
  const [row] = await reader.all(quantiles(all, [0.5, 0.95], late), found.parameters)
  return { median: numberOrNull(row, 'q0'), p95: numberOrNull(row, 'q1'), late: numberOf(row, 'late') }
}
