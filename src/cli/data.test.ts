// @vitest-environment node
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { anEvent, makeFolder, open } from '../collector/archive/archive.contract.js'
import { createCollector } from '../collector/index.js'
import { run } from './run.js'
import { type } from './terminal.contract.js'

async function filled(): Promise<string> {
  const folder = await makeFolder()
  const archive = await open({ folder })
  await archive.append(
    ['a', 'a', 'b'].map((event) => anEvent({ event, properties: { title: '\u001b[31mred\n' } })),
  )
  await archive.close()
  return folder
}

it('query prints a table, and rows as JSON', async () => {
  const data = await filled()
  const sql =
    'SELECT event, count(*) AS views, any_value(title) AS title FROM events GROUP BY event ORDER BY event'
  expect(await type({}, 'query', sql, '--data', data)).toEqual({
    code: 0,
    err: '',
    out: [
      'event  views  title',
      '-----  -----  ---------',
      'a          2   [31mred',
      'b          1   [31mred',
    ].join('\n'),
  })
  const { out, err } = await type({}, 'query', sql, '--data', data, '--json', '--rows', '1')
  expect(JSON.parse(out)).toEqual([{ event: 'a', views: 2, title: '\u001b[31mred\n' }])
  expect(err).toContain('more than 1 rows')
})

it('query asks a collector that is running', async () => {
  const data = await filled()
  const collector = await createCollector({ port: 0, data })
  const sql = 'SELECT count(*) AS n FROM events'
  expect((await type({}, 'query', sql, '--url', `${collector.url}/`)).out).toBe(['n', '-', '3'].join('\n'))
  expect(await type({}, 'query', 'DROP TABLE events', '--url', collector.url)).toMatchObject({
    code: 1,
    err: expect.stringContaining('Only one SELECT is answered'),
  })
  // The folder is the collector's, and whoever wants to read it is told what to do.
  const locked = await type({}, 'query', sql, '--data', data)
  expect(locked.code).toBe(1)
  expect(locked.err).toMatch(/is in use by a running collector .*npx waypost query --url/)
  await collector.close()
  expect((await type({}, 'query', sql, '--url', collector.url)).err).toContain(
    `Nobody answers at ${collector.url}`,
  )
})

it('query and export say what is missing', async () => {
  const nowhere = path.join(await makeFolder(), 'nowhere')
  expect((await type({}, 'query', 'SELECT 1')).err).toContain('--data <folder>, or --url <url>')
  for (const args of [
    ['query', 'SELECT 1'],
    ['export', '--file', 'x'],
  ]) {
    const { code, err } = await type({}, ...args, '--data', nowhere)
    expect([code, err]).toEqual([1, expect.stringContaining(`${nowhere} holds no events`)])
  }
  expect((await type({}, 'export', '--data', nowhere, '--file', 'x', '--format', 'xls')).code).toBe(2)
  expect((await type({}, 'query', 'SELECT 1', '--data', nowhere, '--rows', '0')).code).toBe(2)
})

it('export writes a file', async () => {
  const file = path.join(await makeFolder(), 'events.jsonl')
  const { code, out } = await type(
    {},
    'export',
    '--data',
    await filled(),
    '--format',
    'jsonl',
    '--file',
    file,
  )
  expect([code, out]).toEqual([0, `3 events in ${file}.`])
  expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toHaveLength(3)
})

it('export asks a collector that is running, and leaves no half of a file', async () => {
  const data = await filled()
  const readToken = 'a-read-token-of-the-test'
  const collector = await createCollector({ port: 0, data, readToken })
  const folder = await makeFolder()
  const file = path.join(folder, 'events.csv')
  const args = ['export', '--url', collector.url, '--file', file, '--format', 'csv']
  const env = { WAYPOST_READ_TOKEN: readToken }
  expect((await type(env, ...args, '--from', '2026-01-01')).out).toBe(
    `Events of ${collector.url} in ${file}.`,
  )
  const lines = (await readFile(file, 'utf8')).split('\n')
  expect(lines[0]).toMatch(/^token,uuid,event,.*,properties$/)
  expect(lines.filter((line) => line.startsWith('phc_a,'))).toHaveLength(3)

  const cut = await type(env, ...args, '--from', 'soon')
  expect([cut.code, cut.err]).toEqual([1, expect.stringContaining('from is "soon"')])
  const locked = await type({}, ...args)
  expect([locked.code, locked.err]).toEqual([1, expect.stringContaining('set WAYPOST_READ_TOKEN')])
  const bad = await fetch(`${collector.url}/api/export?format=xls`, {
    headers: { authorization: `Bearer ${readToken}` },
  })
  expect([bad.status, await bad.json()]).toMatchObject([
    400,
    { error: { code: 'invalid_query', field: 'format' } },
  ])
  expect(await readdir(path.join(data, 'export'))).toEqual([])
  expect(await readdir(folder)).toEqual(['events.csv'])
  await collector.close()
  const gone = await type(env, ...args)
  expect([gone.code, gone.err]).toEqual([1, expect.stringContaining('Nobody answers')])
  expect((await type({}, 'export', '--file', file)).err).toContain('--data <folder>, or --url <url>')
})

it('collect says where events are kept, and for how long', async () => {
  const data = await makeFolder()
  const banner = async (...args: string[]) => (await type({}, 'collect', '--port', '0', ...args)).out
  expect(await banner()).toContain("in this process's memory, until it ends; --data <folder> keeps it")
  expect(await banner('--data', data)).toContain(`in ${data}, for good`)
  expect(await banner('--data', data, '--keep-days', '30', '--keep-bytes', '1000000')).toContain(
    `in ${data}, for 30 days and up to 1000000 bytes`,
  )
  expect(await type({}, 'collect', '--keep-days', '30')).toMatchObject({
    code: 1,
    err: expect.stringContaining('--data'),
  })
  expect((await type({}, 'collect', '--data', data, '--keep-days', '0')).code).toBe(2)
})

it('a second collector of one folder ends with 1, and says why', async () => {
  const data = await makeFolder()
  const first = await createCollector({ port: 0, data })
  const errors: string[] = []
  const surroundings = {
    print: () => undefined,
    printError: (text: string) => void errors.push(text),
    untilStopped: () => Promise.resolve(),
    env: {},
    user: () => 'jane',
  }
  expect(await run(['collect', '--port', '0', '--data', data], surroundings)).toBe(1)
  expect(errors.join()).toContain('is in use by a running collector')
  await first.close()
})
