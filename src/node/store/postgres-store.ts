import type { Pool } from 'pg'
import type { Store } from './store.js'

/** Plain names, with or without a schema before them. Quoted they mean the same to PostgreSQL as unquoted. */
const NAME = /^[a-z_][a-z0-9_]{0,62}(\.[a-z_][a-z0-9_]{0,62})?$/
const MISSING_TABLE = '42P01'
/** Two processes that make the same table at once: one of them is told so, in one of these ways. */
const JUST_MADE = new Set(['42P07', '42710', '23505'])

const codeOf = (error: unknown): unknown => (error instanceof Error ? Reflect.get(error, 'code') : undefined)

/**
 * A store in a PostgreSQL that the replicas of a product share, on any hosts: a table of two columns, `key` and `value`. It
 * is made when something is kept for the first time; reading makes nothing. Where the product's user may not make tables,
 * make it beforehand: `create table waypost_telemetry (key text primary key, value text not null)`.
 *
 * @param table in lower case, `name` or `schema.name`. Another name throws at once.
 * @example postgresStore(pool, 'flowforge.telemetry')
 */
export function postgresStore(pool: Pick<Pool, 'query'>, table = 'waypost_telemetry'): Store {
  if (!NAME.test(table))
    throw new TypeError(
      `${JSON.stringify(table)} can’t be the table of a store. Name one in lower case, such as telemetry or flowforge.telemetry.`,
    )
  const name = table
    .split('.')
    .map((part) => `"${part}"`)
    .join('.')

  async function ask(sql: string, values: readonly string[]): Promise<string | undefined> {
    const { rows } = await pool.query<{ value: string }>(sql, [...values])
    return rows[0]?.value
  }

  /** Writes, and makes the table first where there is none. */
  async function write(sql: string, values: readonly string[]): Promise<string | undefined> {
    try {
      return await ask(sql, values)
    } catch (error) {
      if (codeOf(error) !== MISSING_TABLE) throw error
    }
    try {
      await pool.query(`create table if not exists ${name} (key text primary key, value text not null)`)
    } catch (error) {
      if (!JUST_MADE.has(String(codeOf(error)))) throw error
    }
    return ask(sql, values)
  }

  async function get(key: string): Promise<string | undefined> {
    try {
      return await ask(`select value from ${name} where key = $1`, [key])
    } catch (error) {
      if (codeOf(error) === MISSING_TABLE) return undefined
      throw error
    }
  }

  const insert = `insert into ${name} (key, value) values ($1, $2) on conflict (key)`
  return {
    get,
    async set(key, value) {
      await write(`${insert} do update set value = excluded.value`, [key, value])
    },
    add: async (key, value) =>
      (await write(`${insert} do nothing returning value`, [key, value])) ?? (await get(key)) ?? value,
  }
}
