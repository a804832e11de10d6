import { LONGEST_SESSION, viewCountsOf } from '../archive/day-parts.js'
import type { Reader } from '../archive/types.js'
import { conditions } from './filter.js'
import type { Conditions } from './filter.js'
import { numberOf, numberOrNull, textOf } from './row.js'
import { otherVisits, partsOf, together, visitsOfOneDay } from './time-parts.js'
import type { PanelFilter, RouteRow, Routes } from './types.js'
import { visitorsIn } from './visitors.js'

/** What was viewed, most viewed first. A view without a route is of none, and not in the table. */
export async function routes(reader: Reader, filter: PanelFilter, limit: number): Promise<Routes> {
  const viewed = await views(reader, filter, limit)
  const total = numberOf(viewed[0], 'total')
  const among = amongRoutes(
    viewed.map((row) => textOf(row, 'route')),
    total,
  )
  const came = byRoute(await visitors(reader, filter, among))
  const left = byRoute(await leaves(reader, filter, among))
  const ended = byRoute(await exits(reader, filter))
  return {
    total,
    routes: viewed.map((row): RouteRow => {
      const route = textOf(row, 'route')
      const views = numberOf(row, 'views')
      const times = left.get(route)
      const exits = numberOf(ended.get(route), 'exits')
      return {
        route,
        views,
        visitors: numberOf(came.get(route), 'visitors'),
        visibleMedian: numberOrNull(times, 'visible_median'),
        visibleP90: numberOrNull(times, 'visible_p90'),
        engagedMedian: numberOrNull(times, 'engaged_median'),
        engagedP90: numberOrNull(times, 'engaged_p90'),
        scroll: numberOrNull(times, 'scroll'),
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
  const all = together(parts, found, { table: 'day_views', columns: 'route, views', of: viewCountsOf })
  return reader.all(
    `SELECT route, sum(views) AS views, count(*) OVER () AS total
     FROM (${all}) WHERE route IS NOT NULL
     GROUP BY route ORDER BY views DESC, route LIMIT ${found.bind(limit)}::BIGINT`,
    found.parameters,
  )
}

async function visitors(reader: Reader, filter: PanelFilter, among: Among) {
  const { where, bind, parameters } = conditions(filter)
  return reader.all(
    `SELECT route, ${await visitorsIn(reader, among.groups)} AS visitors FROM events
     WHERE event = '$pageview' AND ${among.sql(bind)} AND ${where} GROUP BY route`,
    parameters,
  )
}

/** Times by the route of the leave: the leave is an event about its view. One list of values serves both quantiles of a column. */
function leaves(reader: Reader, filter: PanelFilter, among: Among) {
  const { where, bind, parameters } = conditions(filter)
  return reader.all(
    `SELECT route, visible[1] AS visible_median, visible[2] AS visible_p90,
       engaged[1] AS engaged_median, engaged[2] AS engaged_p90, scroll
     FROM (
       SELECT route, quantile_cont(visible, [0.5, 0.9]) AS visible, quantile_cont(engaged, [0.5, 0.9]) AS engaged,
         quantile_cont(scroll, 0.5) AS scroll
       FROM events WHERE event = '$pageleave' AND ${among.sql(bind)} AND ${where} GROUP BY route
     )`,
    parameters,
  )
}

interface Among {
  readonly groups: number
  readonly sql: (bind: Conditions['bind']) => string
}

/** To choose the routes that are shown takes longer than to count some more. */
function amongRoutes(routes: readonly string[], total: number): Among {
  if (total <= 4 * routes.length) return { groups: total, sql: () => 'route IS NOT NULL' }
  const names = JSON.stringify(routes)
  return {
    groups: routes.length,
    sql: (bind) => `route IN (SELECT unnest(from_json(${bind(names)}::JSON, '["VARCHAR"]')))`,
  }
}

/**
 * A session ended where its last view was. Those that went on after `to` did not end within the time, so a day more is looked at.
 * Whether the last view is of the route that is asked for comes second: the last view of that route is no end.
 */
async function exits(reader: Reader, filter: PanelFilter) {
  const found = conditions(filter)
  const { route, properties } = filter
  const parts = await partsOf(reader, filter)
  const last = 'session_id, exit_at, exit_route'
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
    `SELECT exit_route AS route, count(*) AS exits
     FROM (
       ${visitsOfOneDay(parts, found, last)}
       UNION ALL
       SELECT ${last} FROM (${otherVisits(parts, found)}) WHERE session_id NOT IN (${wentOn})
     )
     WHERE ${['exit_at IS NOT NULL', ...isChosen].join(' AND ')} GROUP BY route`,
    found.parameters,
  )
}
