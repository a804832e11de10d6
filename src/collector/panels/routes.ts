import { LONGEST_SESSION, viewsOf } from '../archive/day-parts.js'
import type { Reader } from '../archive/types.js'
import { conditions } from './filter.js'
import { numberOf, numberOrNull, textOf } from './row.js'
import { partsOf, together, visits } from './time-parts.js'
import type { PanelFilter, RouteRow, Routes } from './types.js'
import { visitorsIn } from './visitors.js'

/** What was viewed, most viewed first. A view without a route is of none, and not in the table. */
export async function routes(reader: Reader, filter: PanelFilter, limit: number): Promise<Routes> {
  const viewed = await views(reader, filter, limit)
  const measured = await measures(
    reader,
    filter,
    viewed.map((row) => textOf(row, 'route')),
  )
  const ended = byRoute(await exits(reader, filter))
  return {
    total: numberOf(viewed[0], 'total'),
    routes: viewed.map((row): RouteRow => {
      const route = textOf(row, 'route')
      const views = numberOf(row, 'views')
      const measure = measured.get(route)
      const exits = numberOf(ended.get(route), 'exits')
      return {
        route,
        views,
        visitors: numberOf(measure, 'visitors'),
        visibleMedian: numberOrNull(measure, 'visible_median'),
        visibleP90: numberOrNull(measure, 'visible_p90'),
        engagedMedian: numberOrNull(measure, 'engaged_median'),
        engagedP90: numberOrNull(measure, 'engaged_p90'),
        scroll: numberOrNull(measure, 'scroll'),
        exits,
        exitRate: exits / views,
      }
    }),
  }
}

const byRoute = (rows: Awaited<ReturnType<Reader['all']>>) =>
  new Map(rows.map((row) => [textOf(row, 'route'), row]))

/** The window function counts the groups before LIMIT: routes in all. By name where as many views: the order is the same each time. */
async function views(reader: Reader, filter: PanelFilter, limit: number) {
  const found = conditions(filter)
  const parts = await partsOf(reader, filter, filter.properties.length === 0)
  const all = together(parts, found, { table: 'day_views', columns: 'route, views', of: viewsOf })
  return reader.all(
    `SELECT route, sum(views) AS views, count(*) OVER () AS total
     FROM (${all}) WHERE route IS NOT NULL
     GROUP BY route ORDER BY views DESC, route LIMIT ${found.bind(limit)}::BIGINT`,
    found.parameters,
  )
}

/**
 * Who viewed them, and for how long. Times are by the route of the leave, which is an event about its view: from the leaves within
 * the time, whenever their views began.
 */
async function measures(reader: Reader, filter: PanelFilter, routes: readonly string[]) {
  const { where, bind, parameters } = conditions(filter)
  const rows = await reader.all(
    `SELECT route, visitors, visible[1] AS visible_median, visible[2] AS visible_p90,
       engaged[1] AS engaged_median, engaged[2] AS engaged_p90, scroll
     FROM (
       SELECT route, ${await visitorsIn(reader, routes.length, `event = '$pageview'`)} AS visitors,
         quantile_cont(visible, [0.5, 0.9]) FILTER (event = '$pageleave') AS visible,
         quantile_cont(engaged, [0.5, 0.9]) FILTER (event = '$pageleave') AS engaged,
         quantile_cont(scroll, 0.5) FILTER (event = '$pageleave') AS scroll
       FROM events
       WHERE event IN ('$pageview', '$pageleave') AND ${where}
         AND route IN (SELECT unnest(from_json(${bind(JSON.stringify(routes))}::JSON, '["VARCHAR"]')))
       GROUP BY route
     )`,
    parameters,
  )
  return byRoute(rows)
}

/**
 * A session ended where its last view was. Those that went on after `to` did not end within the time, so a day more is looked at.
 * Whether the last view is of the route that is asked for comes second: the last view of that route is no end.
 */
async function exits(reader: Reader, filter: PanelFilter) {
  const found = conditions(filter)
  const { route, properties } = filter
  const all = visits(await partsOf(reader, filter), found)
  const isChosen = [
    ...(route === undefined ? [] : [`exit_route = ${found.bind(route)}`]),
    // Of its properties a session knows nothing.
    ...(properties.length === 0
      ? []
      : [
          `(session_id, exit_at) IN (
             SELECT (session_id, "timestamp") FROM events WHERE event = '$pageview' AND session_id IS NOT NULL AND ${found.where})`,
        ]),
  ]
  const wentOn = `
    SELECT session_id FROM events
    WHERE event = '$pageview' AND session_id IS NOT NULL AND ${found.token}
      AND "timestamp" >= ${found.to} AND "timestamp" < ${found.to} + ${LONGEST_SESSION}`
  return reader.all(
    `WITH visits AS (${all})
     SELECT exit_route AS route, count(*) AS exits
     FROM (
       SELECT * FROM visits WHERE alone
       UNION ALL SELECT * FROM visits WHERE NOT alone AND session_id NOT IN (${wentOn})
     )
     WHERE ${['exit_at IS NOT NULL', ...isChosen].join(' AND ')} GROUP BY route`,
    found.parameters,
  )
}
