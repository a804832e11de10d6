import { TEXT_COLUMNS, factOf } from '../archive/facts.js'
import type { Parameter } from '../archive/types.js'
import type { PanelFilter } from './types.js'

/**
 * The conditions of a filter as SQL. Values go into parameters, all of them: what was sent or asked is never part of a statement.
 *
 * What is not looked at gets no parameter: DuckDB wants to see each of them in the statement.
 */
export function conditions(filter: PanelFilter) {
  const parameters: Parameter[] = []
  /** Hands a value to the statement, and returns its name there. */
  const bind = (value: Parameter): string => `$${parameters.push(value)}`

  const from = once(() => `${bind(filter.from)}::TIMESTAMP`)
  const to = once(() => `${bind(filter.to)}::TIMESTAMP`)
  const token = once(() => (filter.token === undefined ? 'true' : `token = ${bind(filter.token)}`))
  const match = once(() => {
    const { route, properties } = filter
    return and([
      ...(route === undefined ? [] : [`route = ${bind(route)}`]),
      ...properties.map(({ name, value }) => hasProperty(name, value, bind)),
    ])
  })
  const time = () => and([`"timestamp" >= ${from()}`, `"timestamp" < ${to()}`, token()])

  return {
    parameters,
    bind,
    get from() {
      return from()
    },
    get to() {
      return to()
    },
    get token() {
      return token()
    },
    /** Route and properties: what an event itself must have. */
    get match() {
      return match()
    },
    /** Whether `match` asks for anything. */
    matches: filter.route !== undefined || filter.properties.length > 0,
    /** Time and token: what sessions are put together from. */
    get time() {
      return time()
    },
    /** All of it. */
    get where() {
      return and([time(), match()])
    },
  }
}
export type Conditions = ReturnType<typeof conditions>

const and = (parts: readonly string[]) => (parts.length === 0 ? 'true' : `(${parts.join(' AND ')})`)

function once(make: () => string): () => string {
  let made: string | undefined
  return () => (made ??= make())
}

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
