import type { Archive } from '../archive/types.js'
import { conditions } from './filter.js'
import { numberOf, textOf } from './row.js'
import type { Flows, PanelFilter } from './types.js'

/**
 * From one page to the next. A move belongs to the time and has the properties of the view that it leads to; with a route: moves to
 * it and away from it. From a page of a route to another one of the same is a move too.
 */
export async function flows(archive: Archive, filter: PanelFilter, limit: number): Promise<Flows> {
  const { route, ...others } = filter
  const { time, match, bind, parameters } = conditions(others)
  const touches = route === undefined ? 'true' : `(came = ${bind(route)} OR went = ${bind(route)})`
  // Views are put in order before anything is left out: what is left out would make neighbours of those around it.
  // At the same moment the number decides: a page that sends its visitor on at once.
  const rows = await archive.all(
    `SELECT came, went, count(*) AS n, sum(count(*)) OVER () AS total
     FROM (
       SELECT route AS went, ${match} AS matches, lag(route) OVER (
         PARTITION BY session_id ORDER BY "timestamp", view_number NULLS LAST, uuid
       ) AS came
       FROM events WHERE event = '$pageview' AND session_id IS NOT NULL AND ${time}
     )
     WHERE matches AND came IS NOT NULL AND went IS NOT NULL AND ${touches}
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
