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
    ...filter.properties.map(
      ({ name, value }) => `${COLUMNS.get(name) ?? jsonValue(bind(jsonPointer(name)))} = ${bind(value)}`,
    ),
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

/** Properties that have a column: it is read in a hundredth of the time. They hold texts, as the tables say. */
const COLUMNS: ReadonlyMap<string, string> = new Map([
  ['$host', 'host'],
  ['$pageview_id', 'view_id'],
  ['$pathname', 'pathname'],
  ['$referring_domain', 'referring_domain'],
  ['$session_id', 'session_id'],
  ['$window_id', 'window_id'],
  ['from', '"from"'],
  ['leave_reason', 'leave_reason'],
  ['navigation_type', 'navigation_type'],
  ['title', 'title'],
  ['to', '"to"'],
])

/** By a pointer: it has no wildcards, quotes or indices that a name could be taken for. */
const jsonValue = (pointer: string) => `json_extract_string(properties, ${pointer})`
const jsonPointer = (name: string) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
