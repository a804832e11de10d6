import type { Reader } from '../archive/types.js'
import { conditions } from './filter.js'
import { numberOf, numberOrNull } from './row.js'
import { partsOf, visits } from './time-parts.js'
import type { Overview, PanelFilter } from './types.js'
import { visitorsIn } from './visitors.js'

/** The numbers at the top, and the same of the time before. */
export async function overview(reader: Reader, filter: PanelFilter): Promise<Overview> {
  const before = await totals(reader, timeBefore(filter))
  return { ...(await totals(reader, filter)), ...(await medians(reader, filter)), before }
}

/** Visitors are those who viewed a page. A session may consist of other events alone, and counts. */
async function totals(reader: Reader, filter: PanelFilter) {
  const { where, parameters } = conditions(filter)
  const [row] = await reader.all(
    `SELECT count(*) AS views, ${await visitorsIn(reader, 1)} AS visitors
     FROM events WHERE event = '$pageview' AND ${where}`,
    parameters,
  )
  return {
    views: numberOf(row, 'views'),
    visitors: numberOf(row, 'visitors'),
    sessions: await countSessions(reader, filter),
  }
}

async function countSessions(reader: Reader, filter: PanelFilter): Promise<number> {
  const found = conditions(filter)
  const parts = await partsOf(reader, filter, !found.matches)
  const sessions =
    parts.days.length > 0
      ? `count(*) AS sessions FROM (${visits(parts, found)})`
      : `count(DISTINCT session_id) AS sessions FROM events WHERE ${found.where}`
  const [row] = await reader.all(`SELECT ${sessions}`, found.parameters)
  return numberOf(row, 'sessions')
}

/** How long a view took is known when it ends: from the leaves within the time, whenever their views began. */
async function medians(reader: Reader, filter: PanelFilter) {
  const { where, parameters } = conditions(filter)
  const [row] = await reader.all(
    `SELECT quantile_cont(visible, 0.5) AS visible, quantile_cont(engaged, 0.5) AS engaged
     FROM events WHERE event = '$pageleave' AND ${where}`,
    parameters,
  )
  return { visible: numberOrNull(row, 'visible'), engaged: numberOrNull(row, 'engaged') }
}

function timeBefore(filter: PanelFilter): PanelFilter {
  const [from, to] = [Date.parse(filter.from), Date.parse(filter.to)]
  return { ...filter, from: new Date(from - (to - from)).toISOString(), to: filter.from }
}
