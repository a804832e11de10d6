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

const VISIT = 'session_id, "begin", "end", exit_at, exit_route, lowest, highest, numbers, earlier'

/**
 * SQL of one row for each session with an event within the time: what it did in it. Most are all of one day, and nothing has to be
 * put together.
 *
 * @param earlier Whether it is to be known what was under way before
 */
export function visits({ days, rest }: Parts, found: Conditions, { earlier = false } = {}): string {
  // Only what the time begins with has anything before it.
  const asked = rest.map((time) =>
    visitsOf(partOf(time, found), {
      earlier: earlier && time[0] === rest[0]?.[0] && time[0] < (days[0]?.[0] ?? Infinity) * DAY,
    }),
  )
  if (days.length === 0) return `SELECT ${VISIT}, false AS alone FROM (${asked.join(' UNION ALL ')})`
  const stored = `FROM day_visits WHERE ${among(days)} AND ${found.token}`
  return `
    SELECT ${VISIT}, true AS alone ${stored} AND alone
    UNION ALL
    SELECT session_id, min("begin"), max("end"), max(exit_at), arg_max_null(exit_route, exit_at), min(lowest), max(highest),
      bit_or(numbers), arg_min(earlier, "begin"), false
    FROM (${[`SELECT ${VISIT} ${stored} AND NOT alone`, ...asked.map((sql) => `SELECT ${VISIT} FROM (${sql})`)].join(' UNION ALL ')})
    GROUP BY session_id`
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
