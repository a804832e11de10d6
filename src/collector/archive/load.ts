import { COLUMNS, COLUMN_NAMES, REQUIRED } from './columns.js'
import { literal, messageOf } from './database.js'
import type { Connection } from './database.js'
import { forgetDays } from './days.js'
import type { Journal } from './journal.js'
import { count, first, transaction } from './statements.js'
import { numberVisitors } from './visitors.js'

/** What loading one file of the journal did. */
export interface Loaded {
  /** New events. */
  readonly added: number
  /** Lines that were there already, in the file or in the table. */
  readonly repeated: number
  /** Lines that can't be loaded. */
  readonly rejected: number
  /** When the first of them happened: as DuckDB writes it. */
  readonly oldest: string | undefined
}

const TYPES = Object.entries(COLUMNS)
const STAGE = `CREATE OR REPLACE TEMP TABLE staging (${TYPES.map(([name, type]) => `"${name}" ${type}`).join(', ')})`
const LIST = `{${TYPES.map(([name, type]) => `${literal(name)}: ${literal(type)}`).join(', ')}}`
const STRUCT = literal(JSON.stringify(COLUMNS))

/** Lines that are parsed by one statement: two vectors of DuckDB's. */
const LINES_AT_ONCE = 4_096
/** Longest line, in bytes, that whole files may have: DuckDB takes memory for it. Longer ones are read line by line. */
const USUAL_LINE = 2 * 1024 * 1024

/**
 * Loads one sealed file, in one transaction with the note that it has been.
 *
 * The file is read by DuckDB as a whole, which is fast and fails as a whole: then it is read again line by line, and the lines
 * that can't be loaded are put aside.
 */
export async function loadFile(connection: Connection, journal: Journal, number: number): Promise<Loaded> {
  if (await isLoaded(connection, number)) return { added: 0, repeated: 0, rejected: 0, oldest: undefined }
  const path = journal.path(number)
  const oldestFile = Math.min(number, ...journal.sealed().map((file) => file.number))
  if (path !== undefined) {
    try {
      return await transaction(connection, () =>
        load(connection, number, oldestFile, () => stageFile(connection, path)),
      )
    } catch (error) {
      if (!isAboutData(error)) throw error
    }
  }
  const lines = await journal.read(number)
  const rejected: string[] = []
  return transaction(connection, () =>
    load(connection, number, oldestFile, async () => {
      for (let at = 0; at < lines.length; at += LINES_AT_ONCE) {
        rejected.push(...(await stageLines(connection, lines.slice(at, at + LINES_AT_ONCE))))
      }
      if (rejected.length > 0) await journal.reject(number, rejected)
      return rejected.length
    }),
  )
}

async function isLoaded(connection: Connection, number: number): Promise<boolean> {
  const { currentRowCount } = await connection.runAndReadAll('SELECT 1 FROM journal WHERE file = $1', [
    BigInt(number),
  ])
  return currentRowCount > 0
}

/** @param stage fills the table `staging`, and tells how many lines it could not take */
async function load(
  connection: Connection,
  number: number,
  oldestFile: number,
  stage: () => Promise<number>,
): Promise<Loaded> {
  await connection.run(STAGE)
  const rejected = await stage()
  const staged = await count(connection, 'SELECT count(*) FROM staging')
  await forgetRepeated(connection)
  const earliest = await first(connection, 'SELECT min("timestamp")::VARCHAR FROM staging')
  await forgetDays(connection, 'staging')
  await numberVisitors(connection)
  const { rowsChanged } = await connection.run(
    `INSERT INTO events (${COLUMN_NAMES}, visitor)
     SELECT ${COLUMN_NAMES}, arrived.number FROM staging JOIN arrived USING (distinct_id)`,
  )
  await connection.run('INSERT INTO journal VALUES ($1, $2)', [BigInt(number), BigInt(staged)])
  // Nothing is to be said of files that are gone. The newest stays, so that no number is used again.
  await connection.run('DELETE FROM journal WHERE file < $1', [BigInt(oldestFile)])
  await connection.run('DROP TABLE staging; DROP TABLE arrived')
  return {
    added: rowsChanged,
    repeated: staged - rowsChanged,
    rejected,
    oldest: typeof earliest === 'string' ? earliest : undefined,
  }
}

async function stageFile(connection: Connection, path: string): Promise<number> {
  const how = `format = 'newline_delimited', columns = ${LIST}, maximum_object_size = ${USUAL_LINE}`
  await connection.run(`INSERT INTO staging SELECT ${COLUMN_NAMES} FROM read_json(${literal(path)}, ${how})`)
  return 0
}

/** @returns the lines that are no events */
async function stageLines(connection: Connection, lines: readonly string[]): Promise<string[]> {
  // NUL ends a text in places of DuckDB; in JSON it is escaped, so a line that has it is damaged.
  const damaged = lines.filter((line) => line.includes('\0'))
  const readable = lines.filter((line) => !line.includes('\0'))
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE parsed AS
     SELECT line, from_json(CASE WHEN json_valid(line) THEN line END, ${STRUCT}) AS event
     FROM (SELECT unnest(string_split($1, chr(10))) AS line)`,
    [readable.join('\n')],
  )
  const complete = REQUIRED.map((name) => `event."${name}" IS NOT NULL`).join(' AND ')
  await connection.run(`INSERT INTO staging SELECT unnest(event) FROM parsed WHERE ${complete}`)
  const rest = await connection.runAndReadAll(
    `SELECT line FROM parsed WHERE line <> '' AND NOT coalesce(${complete}, false)`,
  )
  await connection.run('DROP TABLE parsed')
  return [...damaged, ...rest.getRows().map(([line]) => String(line))]
}

/** An event counts once, by its project and its `uuid`: the first one stays. */
async function forgetRepeated(connection: Connection): Promise<void> {
  await connection.run(
    `DELETE FROM staging WHERE rowid IN (
       SELECT row FROM (SELECT rowid AS row, row_number() OVER (PARTITION BY token, uuid ORDER BY rowid) AS n FROM staging)
       WHERE n > 1)`,
  )
  // Most arrive soon after they happened, some days later: one range of ids for both would be all of these days.
  const bound = await first(connection, FRESH)
  if (typeof bound !== 'string') return
  for (const part of [`>= ${literal(bound)}::UUID`, `< ${literal(bound)}::UUID`]) {
    await forgetKept(connection, `staging.uuid ${part}`)
  }
}

/** The least id of the hour before the first of these events arrived, as UUIDv7 has it: its time in milliseconds, in hex. */
const FRESH = `
  SELECT regexp_replace(lpad(hex(epoch_ms(min(received_at)) - 3600000), 12, '0'), '(.{8})(.{4})', '\\1-\\2-0000-0000-000000000000')
  FROM staging`

/** @param part a condition: which of the staged events */
async function forgetKept(connection: Connection, part: string): Promise<void> {
  // Ids of UUIDv7 begin with their time, so blocks out of range are never read. The range has to be constant for that.
  const range = await connection.runAndReadAll(
    `SELECT min(uuid)::VARCHAR, max(uuid)::VARCHAR FROM staging WHERE ${part}`,
  )
  const [least, most] = range.getRows()[0] ?? []
  if (typeof least !== 'string' || typeof most !== 'string') return
  await connection.run(
    `DELETE FROM staging USING events
     WHERE ${part} AND staging.uuid = events.uuid AND staging.token = events.token
       AND events.uuid BETWEEN ${literal(least)}::UUID AND ${literal(most)}::UUID`,
  )
}

/** Whether a line is to blame, and not a disk that is full or a database that is damaged. */
function isAboutData(error: unknown): boolean {
  return /^(?:Invalid Input|Conversion|Constraint|Out of Range)/.test(messageOf(error))
}
