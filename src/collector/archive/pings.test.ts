// @vitest-environment node
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, it } from 'vitest'
import { makeFolder, open } from './archive.contract.js'

const report = (unknown?: readonly string[]) => ({
  received: '2026-03-01T10:00:00.000Z',
  ip_hash: 'h',
  body: { instanceId: 'i1' },
  ...(unknown && { unknown }),
})

it('keeps the names of undocumented fields, also in a database that had no place for them', async () => {
  const folder = await makeFolder()
  const first = await open({ folder })
  await first.appendPing(report(), 'old')
  await first.refresh()
  await first.close()

  const instance = await DuckDBInstance.create(join(folder, 'events.duckdb'))
  const connection = await instance.connect()
  await connection.run('ALTER TABLE pings DROP COLUMN unknown')
  connection.closeSync()
  instance.closeSync()

  const second = await open({ folder })
  await second.appendPing(report(['platform.counts.cats', 'half\ud800']), 'odd')
  await second.appendPing(report(), 'usual')
  await second.refresh()
  expect(await second.all('SELECT idempotency_key AS key, unknown FROM pings ORDER BY 1')).toEqual([
    { key: 'odd', unknown: '["platform.counts.cats","half\ufffd"]' },
    { key: 'old', unknown: null },
    { key: 'usual', unknown: null },
  ])
  await second.close()
})
