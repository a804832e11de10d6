// @vitest-environment node
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileLock } from './file-lock.js'
import type { Lock } from './lock.js'
import { postgresLock } from './postgres-lock.js'
import { missingPostgres, startPostgres } from './postgres.contract.js'

/** What every lock does, whoever keeps it. */
function lockContract(replica: () => Lock) {
  test('F10 of five replicas one gets it, and another once it is given back', async () => {
    const replicas = Array.from({ length: 5 }, replica)
    const held = await Promise.all(replicas.map((one) => one.acquire()))
    const [winner, ...others] = held.filter((one) => one !== undefined)
    expect(others).toEqual([])
    expect(await winner?.isHeld()).toBe(true)
    await winner?.release()
    expect(await winner?.isHeld()).toBe(false)
    await winner?.release()
    const next = await replica().acquire()
    expect(await next?.isHeld()).toBe(true)
    await next?.release()
  })
}

describe('a file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'waypost-lock-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  lockContract(() => fileLock(path.join(folder, 'made/lock')))
})

describe.skipIf(missingPostgres)(`a real PostgreSQL${missingPostgres}`, () => {
  let server: Awaited<ReturnType<typeof startPostgres>>
  const pools: Pool[] = []
  function pool() {
    const one = new Pool({ ...server.connection, max: 2 })
    // The server is stopped hard at the end.
    one.on('error', () => {})
    pools.push(one)
    return one
  }
  beforeAll(async () => {
    server = await startPostgres()
  }, 60_000)
  afterAll(async () => {
    await Promise.all(pools.map((one) => one.end()))
    server.stop()
  })

  lockContract(() => postgresLock(pool()))

  test('F10 a replica whose session dies knows, and another takes over', async () => {
    const first = await postgresLock(pool()).acquire()
    expect(await postgresLock(pool()).acquire()).toBeUndefined()
    const { rowCount } = await pool().query(
      "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted",
    )
    expect(rowCount).toBe(1)
    await expect.poll(() => first?.isHeld()).toBe(false)
    const second = await postgresLock(pool()).acquire()
    expect(await second?.isHeld()).toBe(true)
    await first?.release()
    expect(await second?.isHeld()).toBe(true)
    await second?.release()
  })

  test('F10 products that share a database do not share the lock', async () => {
    const one = await postgresLock(pool(), 'one').acquire()
    const other = await postgresLock(pool(), 'other').acquire()
    expect([await one?.isHeld(), await other?.isHeld()]).toEqual([true, true])
    await Promise.all([one?.release(), other?.release()])
  })

  test('F10 whoever loses gives its connection back', async () => {
    const winner = await postgresLock(pool()).acquire()
    const small = new Pool({ ...server.connection, max: 1 })
    pools.push(small)
    for (let count = 0; count < 3; count++) expect(await postgresLock(small).acquire()).toBeUndefined()
    await winner?.release()
  })
})
