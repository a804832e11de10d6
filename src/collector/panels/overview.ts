import type { Reader, Row } from '../archive/types.js'
import { conditions } from './filter.js'
import { quantiles } from './quantile.js'
import { numberOf, numberOrNull } from './row.js'
import { partsOf, visits } from './time-parts.js'
import type { Parts } from './time-parts.js'
import type { Overview, PanelFilter } from './types.js'

/** The numbers at the top, and the same of the time before. */
export async function overview(reader: Reader, filter: PanelFilter): Promise<Overview> {
  const before = await totals(reader, timeBefore(filter))
  // To read properties takes longer than all the rest: once must do.
  if (filter.properties.length > 0) return { ...(await totalsAndMedians(reader, filter)), before }
  return {
    ...(await totals(reader, filter)),
    visible: await medianOfLeaves(reader, filter, 'visible'),
    engaged: await medianOfLeaves(reader, filter, 'engaged'),
    before,
  }
}

/** Visitors are those who viewed a page. A session may consist of other events alone, and counts. */
const TOTALS = `
  count(*) FILTER (event = '$pageview') AS views,
  count(DISTINCT distinct_id) FILTER (event = '$pageview') AS visitors,
  count(DISTINCT session_id) AS sessions`

async function totals(reader: Reader, filter: PanelFilter) {
  const parts = await partsOf(reader, filter, !conditions(filter).matches)
  if (parts.days.length > 0) return totalsOfDays(reader, filter, parts)
  const { where, parameters } = conditions(filter)
  return readTotals((await reader.all(`SELECT ${TOTALS} FROM events WHERE ${where}`, parameters))[0])
}

/** Who came is in no sum: the same visitors come day after day. */
async function totalsOfDays(reader: Reader, filter: PanelFilter, parts: Parts) {
  const { where, parameters } = conditions(filter)
  const [viewed] = await reader.all(
    `SELECT count(*) AS views, count(DISTINCT distinct_id) AS visitors FROM events WHERE event = '$pageview' AND ${where}`,
    parameters,
  )
  const found = conditions(filter)
  const [visited] = await reader.all(
    `SELECT count(*) AS sessions FROM (${visits(parts, found)})`,
    found.parameters,
  )
  return readTotals({ ...viewed, ...visited })
}

const readTotals = (row: Row | undefined) => ({
  views: numberOf(row, 'views'),
  visitors: numberOf(row, 'visitors'),
  sessions: numberOf(row, 'sessions'),
})

async function totalsAndMedians(reader: Reader, filter: PanelFilter) {
  const { where, parameters } = conditions(filter)
  const [row] = await reader.all(
    `SELECT ${TOTALS},
       quantile_cont(visible, 0.5) FILTER (event = '$pageleave') AS visible,
       quantile_cont(engaged, 0.5) FILTER (event = '$pageleave') AS engaged
     FROM events WHERE ${where}`,
    parameters,
  )
  return {
    ...readTotals(row),
    visible: numberOrNull(row, 'visible'),
    engaged: numberOrNull(row, 'engaged'),
  }
}

/** How long a view took is known when it ends: from the leaves within the time, whenever their views began. */
async function medianOfLeaves(reader: Reader, filter: PanelFilter, column: 'visible' | 'engaged') {
  const { where, parameters } = conditions(filter)
  const leaves = `SELECT ${column} AS value, count(*) AS n FROM events WHERE event = '$pageleave' AND ${where} GROUP BY value`
  const [row] = await reader.all(quantiles(leaves, [0.5]), parameters)
  return numberOrNull(row, 'q0')
}

function timeBefore(filter: PanelFilter): PanelFilter {
  const [from, to] = [Date.parse(filter.from), Date.parse(filter.to)]
  return { ...filter, from: new Date(from - (to - from)).toISOString(), to: filter.from }
}
