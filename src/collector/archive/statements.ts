import type { DuckDBValue } from '@duckdb/node-api'
import type { Connection } from './database.js'

export async function transaction<T>(connection: Connection, task: () => Promise<T>): Promise<T> {
  await connection.run('BEGIN TRANSACTION')
  try {
    const result = await task()
    await connection.run('COMMIT')
    return result
  } catch (error) {
    // A failed statement has often ended the transaction already.
    await connection.run('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** The first value of an answer. */
export async function first(connection: Connection, sql: string): Promise<DuckDBValue | undefined> {
  const reader = await connection.runAndReadAll(sql)
  return reader.getRows()[0]?.[0]
}

export async function count(connection: Connection, sql: string): Promise<number> {
  return Number((await first(connection, sql)) ?? 0)
}
