import { Refusal } from '../errors.js'
import { isObject } from '../json.js'
import type { Connection } from './database.js'

/**
 * Functions that may stand after FROM. The others read files or other databases, switch things, or take addresses of memory;
 * those that a later DuckDB brings are not let in by themselves.
 */
const TABLE_FUNCTIONS = new Set([
  'duckdb_columns',
  'duckdb_functions',
  'duckdb_tables',
  'duckdb_views',
  'generate_series',
  'json_each',
  'json_tree',
  'pragma_table_info',
  'range',
  'repeat',
  'unnest',
])

/**
 * Lets one SELECT through that asks the tables of the database, and nothing else.
 *
 * @throws {Refusal} 400 `invalid_sql`, `not_a_select`
 */
export async function requireSelect(connection: Connection, sql: string): Promise<void> {
  const tree = await parse(connection, sql)
  const { statements } = tree
  if (tree['error'] === true) {
    const reason = String(tree['error_message'])
    if (tree['error_type'] === 'parser')
      throw new Refusal(400, 'invalid_sql', `The SQL can't be read: ${reason}`, 'sql')
    throw notASelect('it is a statement of another kind')
  }
  if (!Array.isArray(statements) || statements.length === 0) {
    throw new Refusal(
      400,
      'invalid_sql',
      'The SQL is empty: send a SELECT, such as SELECT count(*) FROM events.',
      'sql',
    )
  }
  if (statements.length > 1) throw notASelect(`there are ${statements.length} statements`)
  for (const node of nodes(statements)) {
    const name = functionOf(node)
    if (name !== undefined && !TABLE_FUNCTIONS.has(name))
      throw notASelect(`${name}() is not among what may be asked`)
    // DuckDB takes the name of a table that is not there for the name of a file.
    if (node['type'] === 'BASE_TABLE' && /[./\\:*]/.test(String(node['table_name'])))
      throw notASelect(`"${String(node['table_name'])}" is a file`)
  }
}

async function parse(connection: Connection, sql: string): Promise<Readonly<Record<string, unknown>>> {
  const reader = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql])
  const tree: unknown = JSON.parse(String(reader.getRows()[0]?.[0]))
  return isObject(tree) ? tree : {}
}

/** Every object of the tree, however deep. */
function* nodes(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  const rest: unknown[] = [value]
  while (rest.length > 0) {
    const next = rest.pop()
    if (isObject(next)) yield next
    if (typeof next === 'object' && next !== null) rest.push(...Object.values(next))
  }
}

function functionOf(node: Readonly<Record<string, unknown>>): string | undefined {
  if (node['type'] !== 'TABLE_FUNCTION') return undefined
  const called = node['function']
  return isObject(called) ? String(called['function_name']).toLowerCase() : 'an unnamed function'
}

function notASelect(why: string): Refusal {
  return new Refusal(
    400,
    'not_a_select',
    `Only one SELECT is answered, of the tables events and pings: ${why}. To get files, use npx waypost export.`,
    'sql',
  )
}
