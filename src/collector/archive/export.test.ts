// @vitest-environment node
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, it } from 'vitest'
import { anEvent, events, makeFolder, open } from './archive.contract.js'
import { COLUMNS } from './columns.js'
import { EXPORT_FORMATS } from './export.js'
import type { ExportFormat } from './export.js'

/** What is there twice is not exported. */
const EXPORTED = Object.fromEntries(Object.entries(COLUMNS).filter(([name]) => name !== 'facts'))
const list = JSON.stringify(EXPORTED).replaceAll('"', "'")
/** How somebody else reads such a file. */
const READ: Record<ExportFormat, (file: string) => string> = {
  parquet: (file) => `read_parquet('${file}')`,
  // An empty text is "", a value that is not there is nothing.
  csv: (file) => `read_csv('${file}', header = true, allow_quoted_nulls = false, columns = ${list})`,
  jsonl: (file) => `read_json('${file}', format = 'newline_delimited', columns = ${list})`,
}

async function readBack(format: ExportFormat, file: string): Promise<unknown[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const columns = Object.keys(EXPORTED).map((name) => `"${name}"::VARCHAR AS "${name}"`)
    const reader = await connection.runAndReadAll(
      `SELECT ${columns.join(', ')} FROM ${READ[format](file)} ORDER BY uuid`,
    )
    return reader.getRowObjectsJson()
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

it.each(EXPORT_FORMATS)('what is exported as %s is what is kept', async (format) => {
  const folder = await makeFolder()
  const archive = await open({ folder })
  await archive.append([
    ...events(50),
    anEvent({
      properties: {
        title: 'a,"b"\n\'c\'; ü\u{1f600}',
        nested: { list: [1, { x: null }] },
        visible_seconds: 0.1,
      },
    }),
    anEvent({ sentAt: null, properties: {} }),
    anEvent({ event: '', distinctId: 'NULL', properties: { title: '', $host: 'NULL' } }),
  ])
  const file = join(await makeFolder(), 'deeper', `events.${format}`)
  expect(await archive.exportEvents({ format, file })).toBe(53)
  const columns = Object.keys(EXPORTED).map((name) => `"${name}"::VARCHAR AS "${name}"`)
  const kept = await archive.all(`SELECT ${columns.join(', ')} FROM events ORDER BY uuid`)
  expect(await readBack(format, file)).toEqual(kept)
  expect(await readdir(join(folder, 'export'))).toEqual([])
})

it.each(['csv', 'jsonl'] as const)('times in %s say that they are UTC', async (format) => {
  const archive = await open({ folder: await makeFolder() })
  await archive.append([anEvent()])
  const file = join(await makeFolder(), 'events')
  await archive.exportEvents({ format, file })
  expect(await readFile(file, 'utf8')).toContain('2026-03-04T05:06:07.089Z')
})

it('exports a time and a project: from is in it, to is not', async () => {
  const archive = await open({ folder: await makeFolder() })
  const at = (timestamp: string, token = 'phc_a') => anEvent({ timestamp, token, distinctId: timestamp })
  const days = ['2026-01-01', '2026-01-02', '2026-01-03'].map((day) => `${day}T00:00:00.000Z`)
  await archive.append([...days.map((day) => at(day)), at(days[0] ?? '', "it's")])
  const file = join(await makeFolder(), 'events.csv')
  const some = async (options: object) => archive.exportEvents({ format: 'csv', file, ...options })
  expect(await some({ from: '2026-01-02', token: 'phc_a' })).toBe(2)
  expect(await some({ to: '2026-01-02' })).toBe(2)
  expect(await some({ from: '2026-01-02T01:00:00+01:00', to: '2026-01-03' })).toBe(1)
  expect(await some({ token: "it's" })).toBe(1)
  expect(await some({ token: 'nobody' })).toBe(0)
  await expect(some({ from: 'yesterday' })).rejects.toThrow('from is "yesterday": it must be a time such as')
})

it('leaves a file alone that it can’t replace, and says so', async () => {
  const archive = await open({ folder: await makeFolder() })
  const folder = await makeFolder()
  await expect(archive.exportEvents({ format: 'csv', file: folder })).rejects.toThrow(
    'is a folder: name a file',
  )
  await writeFile(join(folder, 'file'), 'kept')
  await expect(archive.exportEvents({ format: 'csv', file: join(folder, 'file', 'x') })).rejects.toThrow()
  expect(await readFile(join(folder, 'file'), 'utf8')).toBe('kept')
})
