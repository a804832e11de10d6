import { movesOf } from '../archive/day-parts.js'
import type { Reader } from '../archive/types.js'
import { conditions } from './filter.js'
import { numberOf, textOf } from './row.js'
import { partsOf, together } from './time-parts.js'
import type { Flows, PanelFilter } from './types.js'

/**
 * From one page to the next. A move belongs to the time and has the properties of the view that it leads to; with a route: moves to
 * it and away from it. From a page of a route to another one of the same is a move too.
 */
export async function flows(reader: Reader, filter: PanelFilter, limit: number): Promise<Flows> {
  const { route, ...others } = filter
  const found = conditions(others)
  const { bind, parameters } = found
  const parts = await partsOf(reader, others, others.properties.length === 0)
  const moves = together(parts, found, { table: 'day_moves', columns: 'came, went, n', of: movesOf })
  const touches = route === undefined ? 'true' : `(came = ${bind(route)} OR went = ${bind(route)})`
  const rows = await reader.all(
    `SELECT came, went, sum(n) AS n, sum(sum(n)) OVER () AS total FROM (${moves}) WHERE ${touches}
     GROUP BY came, went ORDER BY n DESC, came, went LIMIT ${bind(limit)}::BIGINT`,
    parameters,
  )
  const links = rows.map((row) => ({
    from: textOf(row, 'came'),
    to: textOf(row, 'went'),
    count: numberOf(row, 'n'),
  }))
  const shown = links.reduce((sum, { count }) => sum + count, 0)
  return { links, rest: numberOf(rows[0], 'total') - shown }
}
