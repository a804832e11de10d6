import { randomUUID } from 'node:crypto'
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Refusal } from '../errors.js'
import { literal } from './database.js'
import type { Connection } from './database.js'

export const EXPORT_FORMATS = ['parquet', 'csv', 'jsonl'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export interface ExportOptions {
  readonly format: ExportFormat
  /** File to write; one that is there is replaced, once the new one is complete. */
  readonly file: string
  /** Events that happened at or after this: ISO 8601. */
  readonly from?: string | undefined
  /** Events that happened before this: ISO 8601. */
  readonly to?: string | undefined
  /** Of this project key only. */
  readonly token?: string | undefined
}

/** Times as everybody reads them, the time zone included. Parquet has a type for them. */
const TIMES = `TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S.%gZ'`
const HOW: Readonly<Record<ExportFormat, string>> = {
  parquet: 'FORMAT parquet, COMPRESSION zstd',
  csv: `FORMAT csv, HEADER, ${TIMES}`,
  jsonl: `FORMAT json, ${TIMES}`,
}

/**
 * Writes events to a file: first to the one folder that DuckDB may write to, then to where it is wanted.
 *
 * @returns how many events are in it
 * @throws {Refusal} 400 `invalid_query`: a time that is none
 */
export async function exportEvents(
  connection: Connection,
  folder: string,
  options: ExportOptions,
): Promise<number> {
  const { format, file, from, to, token } = options
  const conditions = [
    ...(from === undefined ? [] : [`"timestamp" >= ${time('from', from)}`]),
    ...(to === undefined ? [] : [`"timestamp" < ${time('to', to)}`]),
    ...(token === undefined ? [] : [`token = ${literal(token)}`]),
  ]
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
  const draft = join(folder, `${randomUUID()}.${format}`)
  try {
    const { rowsChanged } = await connection.run(
      `COPY (SELECT * EXCLUDE (facts, visitor) FROM events ${where}) TO ${literal(draft)} (${HOW[format]})`,
    )
    await move(draft, resolve(file))
    return rowsChanged
  } finally {
    await rm(draft, { force: true })
  }
}

function time(name: string, text: string): string {
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) {
    throw new Refusal(
      400,
      'invalid_query',
      `${name} is "${text}": it must be a time such as 2026-01-31 or 2026-01-31T08:00:00Z.`,
      name,
    )
  }
  return `${literal(date.toISOString())}::TIMESTAMP`
}

async function move(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  const isFolder = await stat(to).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (isFolder) throw new Refusal(400, 'invalid_query', `${to} is a folder: name a file.`, 'file')
  try {
    await rename(from, to)
  } catch {
    // On another disk it has to be copied; beside the target first, so that nobody sees half of it.
    await copyFile(from, `${to}.part`)
    await rename(`${to}.part`, to)
  }
}
