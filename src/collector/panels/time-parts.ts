import { DAY } from '../archive/days.js'
import type { Part } from '../archive/day-parts.js'
import { visitsOf } from '../archive/day-parts.js'
import type { Reader } from '../archive/types.js'
import type { Conditions } from './filter.js'
import type { PanelFilter } from './types.js'

/** A time as the days that are summed up, and what remains of it. */
export interface Parts {
  /** Numbers of days, each from the first to before the second. */
  readonly days: readonly (readonly [first: number, end: number])[]
  /** Milliseconds. */
  readonly rest: readonly (readonly [from: number, to: number])[]
}

/**
 * Which days of a time are summed up. It has to be asked in the same moment as what is made of it.
 *
 * @param usable Whether sums are of any use: of properties they know nothing
 */
export async function partsOf(reader: Reader, filter: PanelFilter, usable = true): Promise<Parts> {
  const [from, to] = [Date.parse(filter.from), Date.parse(filter.to)]
  const [first, end] = [Math.ceil(from / DAY), Math.floor(to / DAY)]
  const all: Parts = { days: [], rest: [[from, to]] }
  if (!usable || first >= end) return all
  const rows = await reader.all(`SELECT day FROM days WHERE day >= ${first} AND day < ${end} ORDER BY day`)
  const days: [number, number][] = []
  for (const { day } of rows) {
    const last = days.at(-1)
    if (last?.[1] === Number(day)) last[1] += 1
    else days.push([Number(day), Number(day) + 1])
  }
  if (days.length === 0) return all
  const edges = [from, ...days.flat().map((day) => day * DAY), to]
  const rest = Array.from(
    { length: edges.length / 2 },
    (_, nth) => [edges[2 * nth] ?? 0, edges[2 * nth + 1] ?? 0] as const,
  )
  return { days, rest: rest.filter(([begin, after]) => begin < after) }
}

export interface Sums {
  /** `day_moves`… */
  readonly table: string
  /** What is wanted of it. */
  readonly columns: string
  /** How it is made: day-parts.ts */
  readonly of: (part: Part) => string
}

/** SQL of the sums of the days, and of the rest. Several rows may be about the same. */
export function together({ days, rest }: Parts, found: Conditions, { table, columns, of }: Sums): string {
  const stored = () =>
    `SELECT ${columns} FROM ${table} WHERE ${among(days)} AND ${found.token} AND ${found.match}`
  const asked = rest.map((time) => `SELECT ${columns} FROM (${of(partOf(time, found))})`)
  return [...(days.length === 0 ? [] : [stored()]), ...asked].join(' UNION ALL ')
}

/**
 * SQL of the sessions that have nothing outside of one day that is summed up: most of them, and nothing has to be put together.
 *
 * @param columns of the table `day_visits`
 */
export function visitsOfOneDay({ days }: Parts, found: Conditions, columns: string): string {
  if (days.length === 0) return `SELECT ${columns} FROM day_visits WHERE false`
  return `SELECT ${columns} FROM day_visits WHERE ${among(days)} AND alone AND ${found.token}`
}

const VISIT = 'session_id, "begin", "end", exit_at, exit_route, lowest, highest, numbers, earlier'

/**
 * SQL of one row for each of the other sessions with an event within the time: what it did in it.
 *
 * @param earlier Whether it is to be known what was under way before
 */
export function otherVisits({ days, rest }: Parts, found: Conditions, { earlier = false } = {}): string {
  const firstDay = (days[0]?.[0] ?? Infinity) * DAY
  const asked = rest.map((time, nth) =>
    // Only what the time begins with has anything before it.
    visitsOf(partOf(time, found), { earlier: earlier && nth === 0 && time[0] < firstDay }),
  )
  if (days.length === 0) return asked.join(' UNION ALL ')
  const stored = `SELECT ${VISIT} FROM day_visits WHERE ${among(days)} AND NOT alone AND ${found.token}`
  return `
    SELECT session_id, min("begin") AS "begin", max("end") AS "end",
      max(exit_at) AS exit_at, arg_max_null(exit_route, exit_at) AS exit_route,
      min(lowest) AS lowest, max(highest) AS highest, bit_or(numbers) AS numbers, arg_min(earlier, "begin") AS earlier
    FROM (${[stored, ...asked.map((sql) => `SELECT ${VISIT} FROM (${sql})`)].join(' UNION ALL ')})
    GROUP BY session_id`
}

/** SQL of all of them: which there are, and when they began and ended within the time. */
export function visits(parts: Parts, found: Conditions): string {
  const columns = 'session_id, "begin", "end"'
  return `${visitsOfOneDay(parts, found, columns)} UNION ALL SELECT ${columns} FROM (${otherVisits(parts, found)})`
}

function partOf([from, to]: readonly [number, number], found: Conditions): Part {
  // By getters: what a query does not ask for gets no parameter.
  return {
    from: timeOf(from),
    to: timeOf(to),
    get token() {
      return found.token
    },
    get match() {
      return found.match
    },
  }
}

/** Our own numbers: nothing that was sent or asked. */
const timeOf = (milliseconds: number) => `epoch_ms(${milliseconds}::BIGINT)`
const among = (days: Parts['days']) =>
  `(${days.map(([first, end]) => `(day >= ${first} AND day < ${end})`).join(' OR ')})`
