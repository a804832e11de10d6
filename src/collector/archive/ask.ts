import type { DuckDBPreparedStatement } from '@duckdb/node-api'
import { Refusal } from '../errors.js'
import { messageOf } from './database.js'
import type { Connection } from './database.js'
import type { RowReader } from './rows.js'
import { requireSelect } from './select-only.js'
import type { Answer } from './types.js'

export interface Limits {
  readonly rows: number
  readonly milliseconds: number
}

/** `StatementType.SELECT` of DuckDB; the driver is only imported when it is needed. */
const SELECT = 1

/**
 * Asks one statement of the operator's. Three walls, each enough by itself: what the statement consists of, the kind
 * that DuckDB takes it for, and a transaction that can't write.
 */
export async function ask(
  connection: Connection,
  rows: RowReader,
  sql: string,
  limits: Limits,
): Promise<Answer> {
  let late = false
  const timer = setTimeout(() => {
    late = true
    connection.interrupt()
  }, limits.milliseconds)
  try {
    await requireSelect(connection, sql)
    await connection.run('BEGIN TRANSACTION READ ONLY')
    try {
      return await read(await prepareOne(connection, sql), rows, limits.rows, () => late)
    } finally {
      await connection.run('ROLLBACK').catch(() => undefined)
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    if (late) throw timeout(limits.milliseconds)
    throw new Refusal(400, 'invalid_sql', `DuckDB refuses the SQL: ${messageOf(error)}`, 'sql')
  } finally {
    clearTimeout(timer)
  }
}

async function prepareOne(connection: Connection, sql: string): Promise<DuckDBPreparedStatement> {
  const statement = await connection.prepare(sql)
  if (statement.statementType !== SELECT) {
    throw new Refusal(
      400,
      'not_a_select',
      'Only one SELECT is answered: this is a statement of another kind.',
      'sql',
    )
  }
  if (statement.parameterCount > 0) {
    throw new Refusal(
      400,
      'invalid_sql',
      'There is nothing to fill parameters such as $1 with: write the values.',
      'sql',
    )
  }
  return statement
}

async function read(
  statement: DuckDBPreparedStatement,
  rows: RowReader,
  most: number,
  isLate: () => boolean,
): Promise<Answer> {
  const reader = await statement.streamAndRead()
  // By hand and not with readUntil(limit): between two blocks there is nothing that an interrupt could end.
  for (let wanted = 1; !reader.done && reader.currentRowCount <= most; wanted = reader.currentRowCount + 1) {
    if (isLate()) throw new Error('late')
    await reader.readUntil(wanted)
  }
  if (isLate()) throw new Error('late')
  const found = rows.rows(reader)
  return { columns: rows.columns(reader), rows: found.slice(0, most), truncated: found.length > most }
}

function timeout(milliseconds: number): Refusal {
  return new Refusal(
    408,
    'query_timeout',
    `The answer took longer than ${milliseconds / 1000} seconds: ask for less, such as with WHERE timestamp > now() - INTERVAL 1 DAY.`,
    'sql',
  )
}
