import type { Reader, Row } from '../archive/types.js'
import { conditions } from './filter.js'
import { numberOf, numberOrNull } from './row.js'
import { partsOf, visits } from './time-parts.js'
import type { Parts } from './time-parts.js'
import type { Overview, PanelFilter } from './types.js'
import { visitorsIn } from './visitors.js'

/** The numbers at the top, and the same of the time before. */
export async function overview(reader: Reader, filter: PanelFilter): Promise<Overview> {
  const now = await totals(reader, filter, MEDIANS)
  const before = await totals(reader, timeBefore(filter))
  return {
    ...readTotals(now),
    visible: numberOrNull(now, 'visible'),
    engaged: numberOrNull(now, 'engaged'),
    before: readTotals(before),
  }
}

/** How long a view took is known when it ends: from the leaves within the time, whenever their views began. */
const MEDIANS = `,
  quantile_cont(visible, 0.5) FILTER (event = '$pageleave') AS visible,
  quantile_cont(engaged, 0.5) FILTER (event = '$pageleave') AS engaged`

/** Visitors are those who viewed a page. A session may consist of other events alone, and counts. */
async function totals(reader: Reader, filter: PanelFilter, more = ''): Promise<Row> {
  const { where, matches, parameters } = conditions(filter)
  const parts = await partsOf(reader, filter, !matches)
  const isSummedUp = parts.days.length > 0
  // In one statement where it can be: to find the events takes longer than all the rest.
  const [row] = await reader.all(
    `SELECT count(*) FILTER (event = '$pageview') AS views,
       ${await visitorsIn(reader, 1, `event = '$pageview'`)} AS visitors,
       ${isSummedUp ? '0' : 'count(DISTINCT session_id)'} AS sessions ${more}
     FROM events WHERE ${where}`,
    parameters,
  )
  return { ...row, ...(isSummedUp && (await sessionsIn(reader, filter, parts))) }
}

async function sessionsIn(reader: Reader, filter: PanelFilter, parts: Parts): Promise<Row> {
  const found = conditions(filter)
  const [row] = await reader.all(
    `SELECT count(*) AS sessions FROM (${visits(parts, found)})`,
    found.parameters,
  )
  return row ?? {}
}

const readTotals = (row: Row) => ({
  views: numberOf(row, 'views'),
  visitors: numberOf(row, 'visitors'),
  sessions: numberOf(row, 'sessions'),
})

function timeBefore(filter: PanelFilter): PanelFilter {
  const [from, to] = [Date.parse(filter.from), Date.parse(filter.to)]
  return { ...filter, from: new Date(from - (to - from)).toISOString(), to: filter.from }
}
