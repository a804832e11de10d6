// @vitest-environment node
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { events } from './archive.contract.js'
import { openArchive } from './open-archive.js'
import type { OpenArchive } from './open-archive.js'

const limits = { rows: 100, milliseconds: 30_000 }
let folder: string
let archive: OpenArchive
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waypost-ask-'))
  archive = await openArchive({ folder, loadEvery: 3_600_000, keepUntil: () => 0 })
  await archive.append(events(3))
  await archive.refresh()
  await writeFile(join(folder, 'export', 'x.csv'), 'a\n1\n')
})
afterAll(async () => {
  await archive.close()
  await rm(folder, { recursive: true })
})

describe('answers', () => {
  it('with columns, their types, and rows', async () => {
    const answer = await archive.ask(
      'SELECT event, count(*) AS views, max("timestamp") AS newest FROM events GROUP BY event;',
      limits,
    )
    expect(answer).toEqual({
      columns: [
        { name: 'event', type: 'VARCHAR' },
        { name: 'views', type: 'BIGINT' },
        { name: 'newest', type: 'TIMESTAMP' },
      ],
      rows: [{ event: '$pageview', views: 3, newest: '2026-03-04T05:06:07.089Z' }],
      truncated: false,
    })
  })

  it.each([
    'FROM events',
    'WITH e AS (SELECT * FROM events) SELECT * FROM e',
    '(SELECT uuid FROM events) UNION ALL (SELECT uuid FROM events)',
    'VALUES (1)',
    'DESCRIBE events',
    'SHOW TABLES',
    'SUMMARIZE events',
    `SELECT properties ->> '$.view_number' FROM events`,
    'SELECT * FROM events, json_each(properties)',
    'SELECT * FROM range(3)',
    `SELECT unnest(['INSERT INTO events', ';'])`,
    '-- what there is\nSELECT 1',
    'SELECT * FROM pings',
    'SELECT * FROM information_schema.columns',
    'SELECT count(*) FILTER (WHERE event = $$a$$) OVER (PARTITION BY token) FROM events',
  ])('%s', async (sql) => {
    const { rows } = await archive.ask(sql, limits)
    expect(rows).toBeInstanceOf(Array)
  })

  it('at most as many rows as asked for, and says that there are more', async () => {
    const some = await archive.ask('SELECT * FROM range(100000)', { ...limits, rows: 3_000 })
    expect([some.rows.length, some.rows.at(-1), some.truncated]).toEqual([3_000, { range: 2_999 }, true])
    const all = await archive.ask('SELECT * FROM range(3000)', { ...limits, rows: 3_000 })
    expect([all.rows.length, all.truncated]).toEqual([3_000, false])
  })

  it('in time, or not at all, and the next one as if nothing had been', async () => {
    const slow = 'SELECT sum(a.range * b.range) FROM range(10000000) a, range(1000000) b'
    await expect(archive.ask(slow, { rows: 1, milliseconds: 100 })).rejects.toMatchObject({
      status: 408,
      code: 'query_timeout',
    })
    const endless = 'SELECT a.range + b.range AS n FROM range(1000000000) a, range(1000000000) b WHERE n < 0'
    await expect(archive.ask(endless, { rows: 1, milliseconds: 100 })).rejects.toMatchObject({ status: 408 })
    expect((await archive.ask('SELECT 1 AS one', limits)).rows).toEqual([{ one: 1 }])
  })
})

const journal = () => join(folder, 'journal', '1.ndjson')
describe('refuses', () => {
  it.each<[string, () => string]>([
    ['read_csv', () => `SELECT * FROM read_csv('${join(folder, 'export', 'x.csv')}')`],
    ['read_text of the machine', () => `SELECT * FROM read_text('/etc/passwd')`],
    ['read_text of the journal', () => `SELECT * FROM read_text('${journal()}')`],
    ['a file for a table', () => `SELECT * FROM '${join(folder, 'export', 'x.csv')}'`],
    [
      'a file for a table, deep inside',
      () =>
        `SELECT * FROM events WHERE uuid IN (SELECT uuid FROM (WITH a AS (FROM '${journal()}') SELECT * FROM a))`,
    ],
    ['read_json in a subquery', () => `SELECT (SELECT count(*) FROM read_json('${journal()}'))`],
    ['glob', () => `SELECT * FROM glob('/*')`],
    ['read_duckdb', () => `SELECT * FROM read_duckdb('${join(folder, 'events.duckdb')}')`],
    ['query', () => `SELECT * FROM query('SELECT 1')`],
    ['query_table', () => `SELECT * FROM query_table('events')`],
    ['a serialized query', () => `SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))`],
    ['an address', () => 'SELECT * FROM arrow_scan(1, 2, 3)'],
    ['checkpoint()', () => 'SELECT * FROM checkpoint()'],
    ['COPY', () => `COPY events TO '${join(folder, 'export', 'y.csv')}'`],
    ['EXPORT DATABASE', () => `EXPORT DATABASE '${join(folder, 'export')}'`],
    ['ATTACH', () => `ATTACH '${join(folder, 'other.duckdb')}'`],
    ['INSTALL', () => 'INSTALL httpfs'],
    ['LOAD', () => 'LOAD httpfs'],
    ['PRAGMA', () => 'PRAGMA database_list'],
    ['SET', () => 'SET threads = 1'],
    ['RESET', () => 'RESET threads'],
    ['USE', () => 'USE memory'],
    ['INSERT', () => `INSERT INTO journal VALUES (99, 0)`],
    ['UPDATE', () => `UPDATE events SET token = ''`],
    ['DELETE', () => 'DELETE FROM events'],
    ['INSERT in WITH', () => 'WITH a AS (INSERT INTO journal VALUES (99, 0) RETURNING file) SELECT * FROM a'],
    ['CREATE', () => 'CREATE TABLE x (i INTEGER)'],
    ['CREATE TEMP', () => 'CREATE TEMP TABLE x (i INTEGER)'],
    ['DROP', () => 'DROP TABLE events'],
    ['BEGIN', () => 'BEGIN TRANSACTION'],
    ['COMMIT', () => 'COMMIT'],
    ['CALL', () => 'CALL checkpoint()'],
    ['EXPLAIN ANALYZE', () => 'EXPLAIN ANALYZE SELECT 1'],
    ['PREPARE', () => 'PREPARE x AS SELECT 1'],
    ['two statements', () => 'SELECT 1; SELECT 2'],
    ['a second statement that writes', () => 'SELECT 1; DELETE FROM events'],
  ])('%s', async (_name, sql) => {
    const refused = archive.ask(sql(), limits)
    await expect(refused).rejects.toMatchObject({ name: 'Refusal', status: 400 })
    await expect(refused).rejects.toHaveProperty(
      'code',
      expect.stringMatching(/^(?:not_a_select|invalid_sql)$/),
    )
    await expect(refused).rejects.toThrow(/Only one SELECT is answered|can't be read/)
    expect(await archive.all('SELECT count(*) AS n FROM events')).toEqual([{ n: 3 }])
  })

  it.each([
    ['SELEC 1', `can't be read`],
    ['', 'empty'],
    ['-- nothing', 'empty'],
    [' ; ', 'empty'],
    ['SELECT nothing FROM events', 'nothing'],
    ['SELECT * FROM nowhere', 'nowhere'],
    ['SELECT $1', 'parameters'],
    ['SELECT ?', 'parameters'],
    [`SELECT 'a'::INTEGER`, 'a'],
    [`SELECT getenv('HOME')`, 'getenv'],
  ])('%j, and says why', async (sql, why) => {
    await expect(archive.ask(sql, limits)).rejects.toMatchObject({ status: 400, code: 'invalid_sql' })
    await expect(archive.ask(sql, limits)).rejects.toThrow(why)
  })

  it('what even the checks of the statement would let through: the rights of the connection end there', async () => {
    const own = (sql: string) => archive.all(sql)
    await expect(own(`SELECT * FROM read_text('/etc/passwd')`)).rejects.toThrow('disabled by configuration')
    await expect(own(`COPY events TO '${join(folder, 'y.csv')}'`)).rejects.toThrow(
      'disabled by configuration',
    )
    await expect(own('SET enable_external_access = true')).rejects.toThrow(/locked|configuration/)
    await expect(own('INSTALL httpfs')).rejects.toThrow()
  })
})
