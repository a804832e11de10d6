import type { Archive, Row } from '../archive/types.js'
import { conditions } from './filter.js'
import { quantiles } from './quantile.js'
import { numberOf, numberOrNull } from './row.js'
import type { Overview, PanelFilter } from './types.js'

/** The numbers at the top, and the same of the time before. */
export async function overview(archive: Archive, filter: PanelFilter): Promise<Overview> {
  const before = await totals(archive, timeBefore(filter))
  // To read properties takes longer than all the rest: once must do.
  if (filter.properties.length > 0) return { ...(await totalsAndMedians(archive, filter)), before }
  return {
    ...(await totals(archive, filter)),
    visible: await medianOfLeaves(archive, filter, 'visible'),
    engaged: await medianOfLeaves(archive, filter, 'engaged'),
    before,
  }
}

/** Visitors are those who viewed a page. A session may consist of other events alone, and counts. */
const TOTALS = `
  count(*) FILTER (event = '$pageview') AS views,
  count(DISTINCT distinct_id) FILTER (event = '$pageview') AS visitors,
  count(DISTINCT session_id) AS sessions`

async function totals(archive: Archive, filter: PanelFilter) {
  const { where, parameters } = conditions(filter)
  return readTotals((await archive.all(`SELECT ${TOTALS} FROM events WHERE ${where}`, parameters))[0])
}

const readTotals = (row: Row | undefined) => ({
  views: numberOf(row, 'views'),
  visitors: numberOf(row, 'visitors'),
  sessions: numberOf(row, 'sessions'),
})

async function totalsAndMedians(archive: Archive, filter: PanelFilter) {
  const { where, parameters } = conditions(filter)
  const [row] = await archive.all(
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
async function medianOfLeaves(archive: Archive, filter: PanelFilter, column: 'visible' | 'engaged') {
  const { where, parameters } = conditions(filter)
  const leaves = `SELECT ${column} AS value FROM events WHERE event = '$pageleave' AND ${where}`
  const [row] = await archive.all(quantiles(leaves, [0.5]), parameters)
  return numberOrNull(row, 'q0')
}

function timeBefore(filter: PanelFilter): PanelFilter {
  const [from, to] = [Date.parse(filter.from), Date.parse(filter.to)]
  return { ...filter, from: new Date(from - (to - from)).toISOString(), to: filter.from }
}
