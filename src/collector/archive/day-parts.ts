/**
 * What the events of a time come to, as SQL of queries: stored for whole days, and asked of the events for what remains. Each is
 * made so that the parts of a time, put together, are what the whole time would have given.
 */

/**
 * Sessions last a day at most: a rule that PostHog and waypost share. To know how a session began or went on, so much of the time
 * before or after has to be looked at, and no more.
 */
export const LONGEST_SESSION = "INTERVAL '24 hours'"

/** Seconds, never below zero: a sender's clock can be ahead of ours by a little, and nothing arrives before it happens. */
export const DELAY = `greatest(0, epoch_ms(received_at) - epoch_ms("timestamp")) / 1000`

/** So many bits fit a BIGINT, its sign aside. */
export const NUMBERS = 62

/** Of views at the same moment the number decides: a page that sends its visitor on at once. */
const ORDER = `epoch_ms("timestamp") * 10000 + greatest(0, least(9999, coalesce(view_number, 0)))`

export interface Part {
  /** SQL of two times: from the first on, before the second. */
  readonly from: string
  readonly to: string
  /** SQL of the project that is asked for. */
  readonly token: string
  /** SQL of what an event must have besides. Default: nothing. */
  readonly match?: string
}

const within = ({ from, to }: Part) => `"timestamp" >= ${from} AND "timestamp" < ${to}`
const chosen = (part: Part) => `${within(part)} AND ${part.token} AND ${part.match ?? 'true'}`

export interface Around {
  /** Whether it is to be known what was `earlier`, and what comes `later`. */
  readonly earlier?: boolean
  readonly later?: boolean
  /** Whether views that are missing are to be counted: with sets, which takes long and is right for any numbers. */
  readonly missing?: boolean
  readonly by?: string
}

/**
 * One row for each session: what it did within the time. `match` is none of its business: a session is all of its events.
 *
 * Which view numbers there are is kept as bits of one integer, in place of a set: a quarter of the time. As long as the numbers of a
 * session lie within the width of the integer, no two of them share a bit.
 */
export function visitsOf(
  part: Part,
  { earlier = false, later = false, missing = false, by = 'session_id' }: Around = {},
): string {
  const { from, to, token } = part
  const inTime = [...(earlier ? [`"timestamp" >= ${from}`] : []), ...(later ? [`"timestamp" < ${to}`] : [])]
  const of = (aggregate: string, ...conditions: string[]) => {
    const all = [...inTime, ...conditions]
    return all.length === 0 ? aggregate : `${aggregate} FILTER (${all.join(' AND ')})`
  }
  const view = `event = '$pageview'`
  const numbered = 'view_number > 0'
  return `
    SELECT ${by},
      ${of('min("timestamp")')} AS "begin", ${of('max("timestamp")')} AS "end",
      ${of('max("timestamp")', view)} AS exit_at, ${of(`arg_max_null(route, ${ORDER})`, view)} AS exit_route,
      ${of('min(view_number)', view, numbered)}::BIGINT AS lowest,
      ${of('max(view_number)', `event IN ('$pageview', '$pageleave')`, numbered)}::BIGINT AS highest,
      ${of(`bit_or(1::BIGINT << (greatest(view_number, 0) % ${NUMBERS}))`, view, numbered)} AS numbers,
      ${missing ? `coalesce(highest - ${of('count(DISTINCT view_number)', view, numbered)}, 0)` : 'NULL'} AS missing,
      ${earlier ? `min("timestamp") < ${from}` : 'false'} AS earlier,
      ${later ? `max("timestamp") >= ${to}` : 'false'} AS later
    FROM events
    WHERE session_id IS NOT NULL AND ${token}
      AND "timestamp" >= ${from}${earlier ? ` - ${LONGEST_SESSION}` : ''}
      AND "timestamp" < ${to}${later ? ` + ${LONGEST_SESSION}` : ''}
    GROUP BY ${by} ${inTime.length > 0 ? `HAVING count(*) FILTER (${inTime.join(' AND ')}) > 0` : ''}`
}

/**
 * From one page to the next, within a session. Views are put in order before anything is left out: what is left out would make
 * neighbours of those around it. At the same moment the number decides: a page that sends its visitor on at once.
 */
export function movesOf({ from, to, token, match = 'true' }: Part): string {
  const view = `event = '$pageview' AND session_id IS NOT NULL AND ${token}`
  const inTime = (begin: string) => `"timestamp" >= ${begin} AND "timestamp" < ${to}`
  // To find the sessions first takes a third of the time of putting all of them in order.
  const visited =
    match === 'true'
      ? 'true'
      : `session_id IN (SELECT session_id FROM events WHERE ${view} AND ${inTime(from)} AND ${match})`
  return `
    SELECT token, came, went, count(*) AS n
    FROM (
      SELECT token, "timestamp" AS moved, route AS went, ${match} AS matches, lag(route) OVER (
        PARTITION BY session_id, token ORDER BY "timestamp", view_number NULLS LAST, uuid
      ) AS came
      FROM events WHERE ${view} AND ${inTime(`${from} - ${LONGEST_SESSION}`)} AND ${visited}
    )
    WHERE moved >= ${from} AND matches AND came IS NOT NULL AND went IS NOT NULL
    GROUP BY token, came, went`
}

/**
 * Views by route. One is left when there is a leave of it, also after `to`: within the day that a session lasts. With
 * `leave: 'exit'` the next view carries the data of a leave in its place, its duration among them, and never do two events carry
 * the data of one view.
 */
export function viewsOf(part: Part): string {
  const { from, to, token } = part
  return `
    SELECT token, route, count(*) AS views,
      count(*) FILTER (view_id IN (
        SELECT view_id FROM events
        WHERE event = '$pageleave' AND view_id IS NOT NULL AND ${token}
          AND "timestamp" >= ${from} AND "timestamp" < ${to} + ${LONGEST_SESSION}
      )) AS own,
      count(duration) AS carried
    FROM events WHERE event = '$pageview' AND ${chosen(part)}
    GROUP BY token, route`
}

/** The same without a look at leaves, which is most of the work. */
export function viewCountsOf(part: Part): string {
  return `SELECT token, route, count(*) AS views FROM events WHERE event = '$pageview' AND ${chosen(part)} GROUP BY token, route`
}

/** Other libraries give no reason. */
export function leavesOf(part: Part): string {
  return `
    SELECT token, route, coalesce(leave_reason, 'unknown') AS reason, count(*) AS n
    FROM events WHERE event = '$pageleave' AND ${chosen(part)}
    GROUP BY token, route, reason`
}

/** How often a delay occurs: they are in milliseconds, so there are far fewer of them than events. */
export function delaysOf(part: Part): string {
  return `SELECT token, ${DELAY} AS value, count(*) AS n FROM events WHERE ${chosen(part)} GROUP BY token, value`
}
