import type { Archive } from '../archive/types.js'
import { conditions, LONGEST_SESSION } from './filter.js'
import { numberOf, numberOrNull, textOf } from './row.js'
import type { PanelFilter, RouteRow, Routes } from './types.js'

/** What was viewed, most viewed first. A view without a route is of none, and not in the table. */
export async function routes(archive: Archive, filter: PanelFilter, limit: number): Promise<Routes> {
  const viewed = await views(archive, filter, limit)
  const left = byRoute(await leaves(archive, filter))
  const ended = byRoute(await exits(archive, filter))
  return {
    total: numberOf(viewed[0], 'total'),
    routes: viewed.map((row): RouteRow => {
      const route = textOf(row, 'route')
      const views = numberOf(row, 'views')
      const times = left.get(route)
      const exits = numberOf(ended.get(route), 'exits')
      return {
        route,
        views,
        visitors: numberOf(row, 'visitors'),
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

const byRoute = (rows: Awaited<ReturnType<Archive['all']>>) =>
  new Map(rows.map((row) => [textOf(row, 'route'), row]))

/** The window function counts the groups before LIMIT: routes in all. By name where as many views: the order is the same each time. */
function views(archive: Archive, filter: PanelFilter, limit: number) {
  const { where, bind, parameters } = conditions(filter)
  return archive.all(
    `SELECT route, count(*) AS views, count(DISTINCT distinct_id) AS visitors, count(*) OVER () AS total
     FROM events WHERE event = '$pageview' AND route IS NOT NULL AND ${where}
     GROUP BY route ORDER BY views DESC, route LIMIT ${bind(limit)}::BIGINT`,
    parameters,
  )
}

/** Times by the route of the leave: the leave is an event about its view. One list of values serves both quantiles of a column. */
function leaves(archive: Archive, filter: PanelFilter) {
  const { where, parameters } = conditions(filter)
  return archive.all(
    `SELECT route, visible[1] AS visible_median, visible[2] AS visible_p90,
       engaged[1] AS engaged_median, engaged[2] AS engaged_p90, scroll
     FROM (
       SELECT route, quantile_cont(visible, [0.5, 0.9]) AS visible, quantile_cont(engaged, [0.5, 0.9]) AS engaged,
         quantile_cont(scroll, 0.5) AS scroll
       FROM events WHERE event = '$pageleave' AND route IS NOT NULL AND ${where} GROUP BY route
     )`,
    parameters,
  )
}

/**
 * A session ended where its last view was. Those that went on after `to` did not end within the time, so a day more is looked at.
 * Whether the last view is of the route that is asked for comes second: the last view of that route is no end.
 */
function exits(archive: Archive, filter: PanelFilter) {
  const { from, to, token, match, parameters } = conditions(filter)
  return archive.all(
    `SELECT route, count(*) AS exits
     FROM (
       SELECT max("timestamp") AS last, arg_max(struct_pack(route := route, matches := ${match}), "timestamp") AS view
       FROM events
       WHERE event = '$pageview' AND session_id IS NOT NULL AND ${token}
         AND "timestamp" >= ${from} AND "timestamp" < ${to} + ${LONGEST_SESSION}
       GROUP BY session_id
     ), LATERAL (SELECT view.route AS route, view.matches AS matches)
     WHERE last < ${to} AND matches GROUP BY route`,
    parameters,
  )
}
