import type { Pool } from 'pg'
import type { Lock } from './lock.js'

/** Whether the process waits for a connection. pg has it, its types do not. */
function keepsAlive(client: object, does: boolean) {
  const change: unknown = Reflect.get(client, does ? 'ref' : 'unref')
  if (typeof change === 'function') Reflect.apply(change, client, [])
}

/**
 * One of several processes on any hosts, by an advisory lock of a PostgreSQL that they share. It lives as long as its
 * session: PostgreSQL gives it back when the process or its connection dies. It takes one connection of the pool, and
 * nothing in the database. That connection does not keep the process alive. A pooler that changes sessions between
 * statements can't carry it.
 *
 * @param name of the lock
 */
export function postgresLock(pool: Pick<Pool, 'connect'>, name = 'waypost telemetry'): Lock {
  return {
    async acquire() {
      const client = await pool.connect()
      let isOpen = true
      let isGiven = false
      const lost = () => (isOpen = false)
      // An error that nobody hears would end the process.
      client.on('error', lost)
      client.on('end', lost)
      keepsAlive(client, false)
      const ask = async (sql: string, values: readonly unknown[] = []) => {
        const { rows } = await client.query<{ yes: boolean }>(sql, [...values])
        return rows[0]?.yes === true
      }
      /** Once: a pool refuses to take a client twice. */
      const give = (close: boolean) => {
        if (isGiven) return
        isGiven = true
        isOpen = false
        client.off('end', lost)
        if (!close) {
          client.off('error', lost)
          // The pool lent it as it was.
          keepsAlive(client, true)
        }
        client.release(close)
      }
      try {
        if (await ask('select pg_try_advisory_lock(hashtextextended($1, 0)) as yes', [name]))
          return {
            isHeld: async () => isOpen && (await ask('select true as yes').catch(() => false)),
            // Closed, not put back: what the session holds goes with it.
            release: async () => give(true),
          }
        give(false)
        return undefined
      } catch (error) {
        give(true)
        throw error
      }
    },
  }
}
