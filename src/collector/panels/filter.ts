import { TEXT_COLUMNS, factOf } from '../archive/facts.js'
import type { Parameter } from '../archive/types.js'
import type { PanelFilter } from './types.js'

/**
 * Some sessions go on for a day: rule of the sessions that PostHog and waypost share. To know how a session began or ended,
 * as much of the time before or after has to be looked at, and no more.
 */
export const LONGEST_SESSION = "INTERVAL '24 hours'"

/**
 * The conditions of a filter as SQL. Values go into parameters, all of them: what was sent or asked is never part of a statement.
 */
export function conditions(filter: PanelFilter) {
  const parameters: Parameter[] = []
  /** Hands a value to the statement, and returns its name there. */
  const bind = (value: Parameter): string => `$${parameters.push(value)}`

  const from = `${bind(filter.from)}::TIMESTAMP`
  const to = `${bind(filter.to)}::TIMESTAMP`
  const token = filter.token === undefined ? [] : [`token = ${bind(filter.token)}`]
  const match = [
    ...(filter.route === undefined ? [] : [`route = ${bind(filter.route)}`]),
    ...filter.properties.map(({ name, value }) => hasProperty(name, value, bind)),
  ]
  const all = (parts: readonly string[]) => (parts.length === 0 ? 'true' : `(${parts.join(' AND ')})`)
  const time = [`"timestamp" >= ${from}`, `"timestamp" < ${to}`]

  return {
    parameters,
    bind,
    from,
    to,
    /** Time and token: what sessions are put together from. */
    time: all([...time, ...token]),
    token: all(token),
    /** Route and properties: what an event itself must have. */
    match: all(match),
    /** Whether `match` asks for anything. */
    matches: match.length > 0,
    /** All of it. */
    where: all([...time, ...token, ...match]),
  }
}
export type Conditions = ReturnType<typeof conditions>

/** In a column, or among the facts, it is found in a fraction of the time that JSON takes. */
function hasProperty(name: string, value: string, bind: (value: Parameter) => string): string {
  const column = TEXT_COLUMNS.get(name)
  if (column !== undefined) return `${column} = ${bind(value)}`
  const fact = factOf(name, value)
  if (fact !== undefined) return `contains(facts, ${bind(fact)})`
  return `${jsonValue(bind(jsonPointer(name)))} = ${bind(value)}`
}

/** By a pointer: it has no wildcards, quotes or indices that a name could be taken for. */
const jsonValue = (pointer: string) => `json_extract_string(properties, ${pointer})`
const jsonPointer = (name: string) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
