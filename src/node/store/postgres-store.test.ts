// @vitest-environment node
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missingPostgres, startPostgres } from '../lock/postgres.contract.js'
import { folderStore } from './folder-store.js'
import { createInstanceId } from './instance-id.js'
import { postgresStore } from './postgres-store.js'
import type { Store } from './store.js'

const HOSTILE = `'; drop table waypost_telemetry; -- "\\ 😀`

/** What every store does. `open` is another process, on what the first one has. */
function storeContract(open: (name: string) => Store) {
  test('F4 what is kept is there for others, and the last one wins', async () => {
    expect(await open('one').get('key')).toBeUndefined()
    await open('one').set('key', 'a')
    await open('one').set('key', HOSTILE)
    expect(await open('one').get('key')).toBe(HOSTILE)
    expect(await open('one').get('other')).toBeUndefined()
  })

  test('F4 add() keeps the first one, and tells which that is', async () => {
    expect(await open('two').add('key', 'a')).toBe('a')
    expect(await open('two').add('key', 'b')).toBe('a')
    expect(await open('two').get('key')).toBe('a')
  })

  test('F4 of twenty that are the first at once, one is kept and all have it', async () => {
    const kept = await Promise.all(
      Array.from({ length: 20 }, (_, index) => open('three').add('key', String(index))),
    )
    expect(new Set(kept).size).toBe(1)
    expect(await open('three').get('key')).toBe(kept[0])
  })

  test('F4 it keeps an instance id', async () => {
    const id = await createInstanceId(open('four'))()
    expect(await createInstanceId(open('four'))()).toBe(id)
  })
}

describe('a folder', () => {
  const base = mkdtempSync(path.join(tmpdir(), 'waypost-store-'))
  afterAll(() => rmSync(base, { recursive: true }))
  storeContract((name) => folderStore(path.join(base, name)))
})

describe.skipIf(missingPostgres)(`a real PostgreSQL${missingPostgres}`, () => {
  let server: Awaited<ReturnType<typeof startPostgres>>
  let pool: Pool
  const tables = async () => {
    const { rows } = await pool.query<{ name: string }>(
      "select schemaname || '.' || tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    )
    return rows.map(({ name }) => name)
  }
  beforeAll(async () => {
    server = await startPostgres()
    pool = new Pool({ ...server.connection, max: 20 })
    // The server is stopped hard at the end.
    pool.on('error', () => {})
  }, 60_000)
  afterAll(async () => {
    await pool.end()
    server.stop()
  })

  test('A11 reading makes no table', async () => {
    expect(await postgresStore(pool).get('instance-id')).toBeUndefined()
    expect(await tables()).toEqual([])
  })

  storeContract((name) => postgresStore(pool, `waypost_${name}`))

  test('F4 a table in a schema, with a name that SQL has a meaning for', async () => {
    await pool.query('create schema "select"')
    await postgresStore(pool, 'select.table').set('key', 'a')
    expect(await tables()).toContain('select.table')
    expect(await postgresStore(pool, 'select.table').get('key')).toBe('a')
  })

  test('F4 where nothing may be written, the error is the caller’s, and the id lasts as long as the process', async () => {
    await pool.query('create role reader login')
    await pool.query('revoke create on schema public from public')
    const readers = new Pool({ ...server.connection, user: 'reader' })
    readers.on('error', () => {})
    const store = postgresStore(readers, 'forbidden')
    await expect(store.set('key', 'a')).rejects.toThrow('permission denied')
    const id = createInstanceId(store)
    expect(await id()).toBe(await id())
    await readers.end()
  })
})

test.each(['', 'a b', 'A', 'a"b', 'a.b.c', 'x; drop table y', 'x'.repeat(64), '1a'])(
  'F4 %j is no table',
  (name) => {
    expect(() => postgresStore({} as Pool, name)).toThrow(/Name one in lower case/)
  },
)
