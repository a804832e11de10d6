// @vitest-environment node
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from 'vitest'
import { anEvent, events, makeFolder, open, uuids } from './archive.contract.js'
import { COLUMNS, REQUIRED } from './columns.js'
import type { Driver } from './database.js'
import { openArchive } from './open-archive.js'

const rich = anEvent({
  uuid: '01890a5d-ac96-774b-bcce-b302099a8057',
  event: '$pageleave',
  set: { name: 'Jane' },
  setOnce: { first: 1 },
  properties: {
    $session_id: 's1',
    $window_id: 'w1',
    $pageview_id: 'v1',
    view_number: 3,
    $host: 'app.example.com',
    $pathname: '/teams/7',
    route_pattern: '/teams/:id',
    title: 'Team "7" \\ud800 \u{1f600} \ud800\n\u0000',
    from: '/',
    to: '/teams',
    navigation_type: 'push',
    leave_reason: 'navigation',
    $referring_domain: '$direct',
    $prev_pageview_duration: 12.5,
    visible_seconds: 10,
    engaged_seconds: 5.25,
    $prev_pageview_max_scroll_percentage: 0.75,
    nested: { list: [1, 'two', null, { three: true }] },
  },
})

it('finds events by their properties that were kept before there were facts', async () => {
  const folder = await makeFolder()
  const first = await open({ folder })
  const kept = [
    {
      plan: 'team',
      seats: 5,
      beta: true,
      title: 'Home',
      long: 'x'.repeat(101),
      half: 1.5,
      none: null,
      list: [1],
    },
    { plan: 'line\nbreak', '"': '\\' },
    {},
  ]
  await first.append(kept.map((properties) => anEvent({ properties })))
  await first.refresh()
  const found = await first.all('SELECT facts FROM events ORDER BY rowid')
  await first.close()

  const instance = await DuckDBInstance.create(join(folder, 'events.duckdb'))
  const connection = await instance.connect()
  await connection.run('ALTER TABLE events DROP COLUMN facts')
  connection.closeSync()
  instance.closeSync()

  const second = await open({ folder })
  // What has a column is among them, too: nobody looks for it there.
  const made = (await second.all('SELECT facts FROM events ORDER BY rowid')).map(({ facts }) =>
    String(facts).replace('title\u001fHome\u001e', ''),
  )
  expect(made).toEqual(found.map(({ facts }) => facts))
  expect(made[0]).toContain('\u001eplan\u001fteam\u001eseats\u001f5\u001ebeta\u001ftrue\u001e')
  await second.close()
})

it('takes on a database that numbered no visitors and had times as doubles', async () => {
  const folder = await makeFolder()
  const first = await open({ folder })
  const times = [10.1234, 1e9, -1, undefined]
  await first.append(
    times.map((visible_seconds, nth) =>
      anEvent({ distinctId: `d${nth % 2}`, properties: { visible_seconds } }),
    ),
  )
  await first.close()

  const instance = await DuckDBInstance.create(join(folder, 'events.duckdb'))
  const connection = await instance.connect()
  await connection.run(
    'ALTER TABLE events DROP COLUMN visitor; DROP TABLE visitors; DROP TABLE days; DROP TABLE day_visits',
  )
  for (const name of ['visible', 'engaged', 'scroll'])
    await connection.run(`ALTER TABLE events ALTER ${name} TYPE DOUBLE`)
  await connection.run('UPDATE events SET visible = 1e9 WHERE visible = 999999')
  connection.closeSync()
  instance.closeSync()

  const second = await open({ folder })
  await second.append([anEvent({ distinctId: 'd1' }), anEvent({ distinctId: 'd2' })])
  await second.refresh()
  const found = await second.all(
    `SELECT distinct_id, visible::VARCHAR AS visible FROM events JOIN visitors USING (distinct_id) WHERE visitor = number ORDER BY events.rowid`,
  )
  expect(found).toEqual([
    { distinct_id: 'd0', visible: '10.123' },
    { distinct_id: 'd1', visible: null },
    { distinct_id: 'd0', visible: '-1.000' },
    { distinct_id: 'd1', visible: null },
    { distinct_id: 'd1', visible: null },
    { distinct_id: 'd2', visible: null },
  ])
  const [{ numbers } = {}] = await second.all('SELECT count(DISTINCT number) AS numbers FROM visitors')
  expect(numbers).toBe(3)
  const types = await second.all(
    `SELECT data_type AS type FROM information_schema.columns WHERE table_name = 'events' AND column_name IN ('visible', 'scroll')`,
  )
  expect(types).toEqual([{ type: COLUMNS.visible }, { type: COLUMNS.scroll }])
  await second.close()
})

describe.each(['disk', 'memory'] as const)('an archive in %s', (kind) => {
  const start = async () => open(kind === 'disk' ? { folder: await makeFolder() } : {})

  it('has the columns that a line consists of, in their order', async () => {
    const archive = await start()
    const columns = await archive.all(
      `SELECT column_name AS name, data_type AS type, is_nullable AS nullable FROM information_schema.columns
       WHERE table_name = 'events' ORDER BY ordinal_position`,
    )
    expect(columns.map(({ name, type }) => [name, type])).toEqual(
      // To the schema, JSON is a kind of text.
      [...Object.entries(COLUMNS), ['visitor', 'INTEGER']],
    )
    const required = columns.filter(({ nullable }) => nullable === 'NO').map(({ name }) => name)
    expect(required).toEqual(REQUIRED)
  })

  it('answers with every field of an event', async () => {
    const archive = await start()
    await archive.append([rich])
    await archive.refresh()
    const [{ properties, ...row } = {}] = await archive.all('SELECT * EXCLUDE (facts, visitor) FROM events')
    expect(row).toEqual({
      token: 'phc_a',
      uuid: '01890a5d-ac96-774b-bcce-b302099a8057',
      event: '$pageleave',
      timestamp: '2026-03-04T05:06:07.089Z',
      received_at: '2026-03-04T05:06:08.123Z',
      sent_at: '2026-03-04T05:06:08.000Z',
      distinct_id: 'd1',
      session_id: 's1',
      window_id: 'w1',
      view_id: 'v1',
      view_number: 3,
      host: 'app.example.com',
      pathname: '/teams/7',
      route: '/teams/:id',
      title: 'Team "7" \\ud800 \u{1f600} \ufffd\n\u0000',
      from: '/',
      to: '/teams',
      navigation_type: 'push',
      leave_reason: 'navigation',
      referring_domain: '$direct',
      duration: 12.5,
      visible: 10,
      engaged: 5.25,
      scroll: 0.75,
    })
    expect(JSON.parse(String(properties))).toEqual({
      ...rich.properties,
      title: 'Team "7" \\ud800 \u{1f600} \ufffd\n\u0000',
      $set: { name: 'Jane' },
      $set_once: { first: 1 },
    })
  })

  it('takes values of other types for none, and a pathname for a route', async () => {
    const archive = await start()
    const odd = {
      view_number: 1.5,
      title: 7,
      $pathname: '/x',
      visible_seconds: 'long',
      $session_id: { a: 1 },
    }
    await archive.append([
      anEvent({ properties: odd, sentAt: null, timestamp: '+012026-01-01T00:00:00.000Z' }),
    ])
    await archive.refresh()
    expect(
      await archive.all(
        'SELECT view_number, title, route, visible, session_id, sent_at, "timestamp" FROM events',
      ),
    ).toEqual([
      {
        view_number: null,
        title: null,
        route: '/x',
        visible: null,
        session_id: null,
        sent_at: null,
        timestamp: '2026-03-04T05:06:08.123Z',
      },
    ])
  })

  it('counts an event once, by its project and its uuid, and the first one stays', async () => {
    const archive = await start()
    const first = anEvent({ distinctId: 'first' })
    const again = { ...first, distinctId: 'again' }
    const other = { ...first, token: 'phc_b', distinctId: 'other' }
    await archive.append([first, again, other])
    await archive.refresh()
    await archive.append([again, ...events(2)])
    await archive.refresh()
    expect(
      await archive.all('SELECT distinct_id FROM events WHERE uuid = $1 ORDER BY token', [first.uuid]),
    ).toEqual([{ distinct_id: 'first' }, { distinct_id: 'other' }])
    expect(archive.status()).toMatchObject({ kind, events: 4, pending: 0 })
  })

  it('makes everything appended before part of the answers, whoever else refreshes', async () => {
    const archive = await start()
    const counts = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const mine = `d${index}`
        await archive.append(events(3, { distinctId: mine }))
        await archive.refresh()
        const [row] = await archive.all('SELECT count(*) AS n FROM events WHERE distinct_id = $1', [mine])
        return row?.['n']
      }),
    )
    expect(counts).toEqual(Array.from({ length: 20 }, () => 3))
  })

  it('takes an event of several megabytes', async () => {
    const archive = await start()
    await archive.append([anEvent({ properties: { large: 'x'.repeat(5_000_000) } }), anEvent()])
    expect(await uuids(archive)).toHaveLength(2)
    expect(await archive.all(`SELECT max(length(properties ->> 'large')) AS n FROM events`)).toEqual([
      { n: 5_000_000 },
    ])
  })

  it('forgets a project, loaded or not', async () => {
    const archive = await start()
    await archive.append([anEvent(), anEvent({ token: 'phc_b' })])
    await archive.refresh()
    await archive.append([anEvent(), anEvent({ token: 'phc_b' })])
    await archive.forget('phc_a')
    await archive.refresh()
    expect(await archive.all('SELECT token, count(*) AS n FROM events GROUP BY token')).toEqual([
      { token: 'phc_b', n: 2 },
    ])
    await archive.forget()
    expect(await uuids(archive)).toEqual([])
  })

  it('keeps reports, each once by its key', async () => {
    const archive = await start()
    const report = (instanceId: unknown) => ({
      received: '2026-03-04T05:06:07.089Z',
      ip_hash: 'h',
      body: { instanceId, half: '\ud800' },
    })
    await archive.appendPing(report('i1'), 'k1')
    await archive.refresh()
    for (const key of ['k1', 'k2', undefined, undefined]) await archive.appendPing(report(7), key)
    await archive.refresh()
    expect(
      await archive.all('SELECT idempotency_key, instance_id, body FROM pings ORDER BY 1 NULLS LAST'),
    ).toEqual([
      { idempotency_key: 'k1', instance_id: 'i1', body: '{"instanceId":"i1","half":"\ufffd"}' },
      { idempotency_key: 'k2', instance_id: null, body: '{"instanceId":7,"half":"\ufffd"}' },
      { idempotency_key: null, instance_id: null, body: '{"instanceId":7,"half":"\ufffd"}' },
      { idempotency_key: null, instance_id: null, body: '{"instanceId":7,"half":"\ufffd"}' },
    ])
    await archive.forget()
    expect(await archive.all('SELECT * FROM pings')).toEqual([])
  })

  it('is not asked after it was closed', async () => {
    const archive = await start()
    await archive.append([anEvent()])
    await archive.refresh()
    await Promise.all([archive.close(), archive.close()])
    await expect(archive.all('SELECT 1')).rejects.toThrow('closed')
    await expect(archive.refresh()).resolves.toBeUndefined()
  })

  it('answers in values that JSON has', async () => {
    const archive = await start()
    expect(
      await archive.all(
        `SELECT 5::BIGINT a, 9007199254740993 b, 1.50 c, DATE '2026-01-02' d, [TIMESTAMP '2026-01-02'] e,
        {x: 7::HUGEINT} f, NULL g, $1::VARCHAR h, $2 i, $3::BOOLEAN j`,
        ['text', 1.5, true],
      ),
    ).toEqual([
      {
        a: 5,
        b: '9007199254740993',
        c: 1.5,
        d: '2026-01-02',
        e: ['2026-01-02T00:00:00.000Z'],
        f: { x: 7 },
        g: null,
        h: 'text',
        i: 1.5,
        j: true,
      },
    ])
  })
})

describe('an archive on disk', () => {
  it('has everything after a restart, appended and loaded, or only appended', async () => {
    const folder = await makeFolder()
    const first = await open({ folder })
    const sent = events(5)
    await first.append(sent.slice(0, 3))
    await first.refresh()
    await first.append(sent.slice(3))
    await first.close()
    await expect(first.append(sent)).rejects.toThrow('closing')
    const second = await open({ folder })
    await second.append(sent)
    expect(await uuids(second)).toEqual(sent.map(({ uuid }) => uuid).sort())
    expect(second.status()).toMatchObject({ events: 5, pending: 0, oldest: '2026-03-04T05:06:07.089Z' })
  })

  it('loads by itself', async () => {
    const archive = await open({ folder: await makeFolder(), loadEvery: 10 })
    await archive.append(events(2))
    await expect.poll(() => archive.status().events).toBe(2)
  })

  it('does not load a file twice that outlived its loading', async () => {
    const folder = await makeFolder()
    // Without a uuid of its own an event is known by nothing but its file.
    const first = await open({ folder, keepUntil: () => 1 })
    await first.append(events(3))
    await first.refresh()
    expect(await readdir(join(folder, 'journal'))).toEqual(['1.ndjson'])
    await first.retain()
    await first.all('SELECT 1')
    await first.close()
    const second = await open({ folder })
    await second.append(events(1))
    expect(await uuids(second)).toHaveLength(4)
    expect(await second.all('SELECT file FROM journal')).toEqual([{ file: 2 }])
    expect(await readdir(join(folder, 'journal'))).toEqual([])
  })

  it('keeps the files that somebody still needs', async () => {
    const folder = await makeFolder()
    let needed = 2
    const archive = await open({ folder, keepUntil: () => needed })
    for (let file = 1; file <= 3; file++) {
      await archive.append(events(1))
      await archive.refresh()
    }
    expect((await readdir(join(folder, 'journal'))).sort()).toEqual(['2.ndjson', '3.ndjson'])
    expect(archive.status().pending).toBe(0)
    needed = 4
    await archive.refresh()
    expect(await readdir(join(folder, 'journal'))).toEqual([])
  })

  it('cuts a line off that was never finished, and never uses a number again', async () => {
    const folder = await makeFolder()
    const first = await open({ folder })
    await first.append(events(2))
    await copyFile(join(folder, 'journal', '1.ndjson'), join(folder, 'kept'))
    await first.close()
    const text = await readFile(join(folder, 'kept'), 'utf8')
    await writeFile(
      join(folder, 'journal', '7.ndjson'),
      text.replaceAll('phc_a', 'phc_b') + text.slice(0, 100),
    )
    await writeFile(join(folder, 'journal', '8.ndjson'), '{"tok')
    const second = await open({ folder })
    await second.append(events(1))
    expect(await readdir(join(folder, 'journal'))).toContain('9.ndjson')
    expect(await uuids(second)).toHaveLength(5)
    expect(second.status().lastError).toBeUndefined()
  })

  it('puts lines aside that can’t be loaded, and loads the rest', async () => {
    const folder = await makeFolder()
    await mkdir(join(folder, 'journal'))
    const source = await open({ folder: await makeFolder(), keepUntil: () => 0 })
    await source.append(events(3))
    await source.refresh()
    const [file = ''] = source.status().bytes > 0 ? ['1.ndjson'] : []
    expect(file).toBe('1.ndjson')
    const good = JSON.stringify({
      token: 'phc_a',
      uuid: '01890a5d-ac96-774b-bcce-b302099a8057',
      event: 'e',
      timestamp: '2026-01-01T00:00:00.000Z',
      received_at: '2026-01-01T00:00:00.000Z',
      distinct_id: 'd',
      properties: {},
    })
    const bad = [
      '{"token":',
      'null',
      '[]',
      good.replace('01890a5d', 'nonsense'),
      good.replace('"event":"e",', ''),
      '\0\0\0',
    ]
    await writeFile(join(folder, 'journal', '1.ndjson'), [bad[0], good, ...bad.slice(1), ''].join('\n'))
    const archive = await open({ folder })
    await archive.append(events(1))
    expect(await uuids(archive)).toHaveLength(2)
    const kept = (await readFile(join(folder, 'journal', '1.rejected'), 'utf8')).trimEnd().split('\n')
    expect(kept.sort()).toEqual([...bad].sort())
    expect(archive.status().lastError?.reason).toContain(
      '6 lines of the journal are no events; they are kept in',
    )
  })

  it('belongs to one archive at a time', async () => {
    const folder = await makeFolder()
    const first = await open({ folder })
    await expect(openArchive({ folder })).rejects.toThrow(
      /is in use by a running collector \(process \d+\)\. Stop it/,
    )
    await first.close()
    await (await open({ folder })).close()
  })

  it('says what is wrong with a folder', async () => {
    const folder = await makeFolder()
    await writeFile(join(folder, 'file'), '')
    await expect(openArchive({ folder: join(folder, 'file') })).rejects.toThrow(
      /Events can't be kept in .*Choose a folder/,
    )
    await writeFile(
      join(folder, 'events.duckdb'),
      'no database at all, but some text that is long enough to be read',
    )
    await expect(openArchive({ folder })).rejects.toThrow(/Events can't be kept in /)
  })
})

describe('without DuckDB', () => {
  const absent = '@duckdb/not-installed'
  const driver = () => import(/* @vite-ignore */ absent) as Promise<Driver>

  it('says what to install', async () => {
    await expect(openArchive({ folder: await makeFolder(), driver })).rejects.toThrow(
      /@duckdb\/node-api is not installed.*npm install @duckdb\/node-api/,
    )
  })
  it('in memory, takes events, and says so to whoever asks', async () => {
    const archive = await open({ driver })
    await archive.append(events(3))
    await expect(archive.refresh()).rejects.toThrow('npm install @duckdb/node-api')
    await expect(archive.all('SELECT 1')).rejects.toThrow('npm install @duckdb/node-api')
    expect(archive.status()).toMatchObject({ kind: 'memory', events: 0, pending: 0 })
  })
})
