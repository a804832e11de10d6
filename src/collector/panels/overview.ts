import type { Archive } from '../archive/types.js'
import { conditions } from './filter.js'
import { quantiles } from './quantile.js'
import { numberOf, numberOrNull } from './row.js'
import type { Overview, PanelFilter } from './types.js'

/** The numbers at the top, and the same of the time before. */
export async function overview(archive: Archive, filter: PanelFilter): Promise<Overview> {
  return {
    ...(await totals(archive, filter)),
    visible: await medianOfLeaves(archive, filter, 'visible'),
    engaged: await medianOfLeaves(archive, filter, 'engaged'),
    before: await totals(archive, timeBefore(filter)),
  }
}

/** Visitors are those who viewed a page. A session may consist of other events alone, and counts. */
async function totals(archive: Archive, filter: PanelFilter) {
  const { where, parameters } = conditions(filter)
  const [row] = await archive.all(
    `SELECT
       count(*) FILTER (event = '$pageview') AS views,
       count(DISTINCT distinct_id) FILTER (event = '$pageview') AS visitors,
       count(DISTINCT session_id) AS sessions
     FROM events WHERE ${where}`,
    parameters,
  )
  return {
    views: numberOf(row, 'views'),
    visitors: numberOf(row, 'visitors'),
    sessions: numberOf(row, 'sessions'),
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
