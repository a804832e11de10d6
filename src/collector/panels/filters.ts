import type { Reader } from '../archive/types.js'
import { isObject } from '../json.js'
import { conditions } from './filter.js'
import { numberOf, textOf } from './row.js'
import type { Filters, PanelFilter } from './types.js'

const MOST = 200
/** To read the properties of every event would take seconds, and to choose from them the newest will do. */
const SAMPLE = 2_000
const MOST_VALUES = 20
const LONGEST_VALUE = 100
const ID = /(^|[^a-z])(uu)?ids?$|Id$|token/

/**
 * What can be chosen from within the time: tokens, and the routes and properties of the token that is chosen. The chosen route and
 * properties narrow nothing, or there would be no way from one to another.
 */
export async function filters(reader: Reader, { from, to, token }: PanelFilter): Promise<Filters> {
  const time = { from, to, properties: [] }
  const chosen = token === undefined ? time : { ...time, token }
  return {
    tokens: await tokens(reader, time),
    routes: await routeNames(reader, chosen),
    properties: await properties(reader, chosen),
  }
}

async function tokens(reader: Reader, filter: PanelFilter) {
  const { where, parameters } = conditions(filter)
  const rows = await reader.all(
    `SELECT token, count(*) AS n FROM events WHERE ${where} GROUP BY token ORDER BY n DESC, token LIMIT ${MOST}`,
    parameters,
  )
  return rows.map((row) => ({ token: textOf(row, 'token'), events: numberOf(row, 'n') }))
}

async function routeNames(reader: Reader, filter: PanelFilter) {
  const { where, parameters } = conditions(filter)
  const rows = await reader.all(
    `SELECT route FROM events WHERE event = '$pageview' AND route IS NOT NULL AND ${where}
     GROUP BY route ORDER BY count(*) DESC, route LIMIT ${MOST}`,
    parameters,
  )
  return rows.map((row) => textOf(row, 'route'))
}

/** Those of the newest events that are no ids, and have few values. */
async function properties(reader: Reader, filter: PanelFilter): Promise<Filters['properties']> {
  const { where, parameters } = conditions(filter)
  const rows = await reader.all(
    `SELECT properties FROM events WHERE ${where} ORDER BY "timestamp" DESC, uuid LIMIT ${SAMPLE}`,
    parameters,
  )
  const found = new Map<string, Map<string, number>>()
  for (const row of rows) {
    for (const [name, value] of Object.entries(parse(row['properties']))) {
      if (ID.test(name) || typeof value === 'object') continue
      const values = found.get(name) ?? found.set(name, new Map()).get(name)
      values?.set(String(value), (values.get(String(value)) ?? 0) + 1)
    }
  }
  return [...found]
    .filter(([, values]) => values.size <= MOST_VALUES)
    .map(([name, values]) => ({ name, values: mostFrequent(values) }))
    .filter(({ values }) => values.every((value) => value.length <= LONGEST_VALUE))
    .map((one) => ({ ...one, events: sum(found.get(one.name)) }))
    .sort((a, b) => b.events - a.events || compare(a.name, b.name))
    .slice(0, MOST)
    .map(({ name, values }) => ({ name, values }))
}

const sum = (values: ReadonlyMap<string, number> = new Map()) =>
  [...values.values()].reduce((total, n) => total + n, 0)

const mostFrequent = (values: ReadonlyMap<string, number>) =>
  [...values].sort(([a, n], [b, m]) => m - n || compare(a, b)).map(([value]) => value)

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** JSON comes as text, or read already. */
function parse(value: unknown): Record<string, unknown> {
  const read: unknown = typeof value === 'string' ? JSON.parse(value) : value
  return isObject(read) ? read : {}
}
