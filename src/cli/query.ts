import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import type { Answer } from '../collector/archive/types.js'
import type { Environment } from '../node/index.js'
import { DATA_OPTION, withArchive } from './data-folder.js'
import { askRunning } from './running-collector.js'
import type { Surroundings } from './surroundings.js'
import { formatTable } from './table.js'

interface QueryOptions {
  readonly data?: string
  readonly url?: string
  readonly json?: boolean
  readonly rows: number
}

const MILLISECONDS = 60_000
const MOST_ROWS = 10_000

/** `waypost query`: one SELECT, asked of a folder, or of the collector that has it. */
export function addQuery(program: Command, surroundings: Surroundings): void {
  program
    .command('query')
    .argument('<sql>', 'one SELECT: "SELECT event, count(*) FROM events GROUP BY event"')
    .description('Ask one SELECT of the events that a collector has kept.')
    .option(...DATA_OPTION)
    .option('--url <url>', 'ask a collector that is running instead, such as http://127.0.0.1:8765')
    .option('--json', 'print the rows as JSON')
    .option('--rows <number>', 'most rows to print', parseRows, 1_000)
    .action((sql: string, options: QueryOptions) => query(sql, options, surroundings))
}

async function query(
  sql: string,
  options: QueryOptions,
  { print, printError, env }: Surroundings,
): Promise<void> {
  const { data, url, json = false, rows } = options
  if ((data === undefined) === (url === undefined)) {
    throw new Error('Say what to ask: --data <folder>, or --url <url> for a collector that is running.')
  }
  const answer =
    url !== undefined
      ? await askCollector(url, sql, rows, env)
      : await withArchive(data ?? '', (archive) => archive.ask(sql, { rows, milliseconds: MILLISECONDS }))
  print(json ? JSON.stringify(answer.rows, null, 2) : formatTable(answer))
  if (answer.truncated) printError(`There are more than ${rows} rows: see --rows, or ask for less.`)
}

async function askCollector(url: string, sql: string, rows: number, env: Environment): Promise<Answer> {
  const response = await askRunning(url, '/api/query', {
    method: 'POST',
    body: JSON.stringify({ sql, rows }),
    env,
  })
  const answer = (await response.json().catch(() => undefined)) as Answer | undefined
  if (answer !== undefined && 'rows' in answer) return answer
  throw new Error(`${url} is no collector: its answer has no rows.`)
}

function parseRows(text: string): number {
  const rows = Number(text)
  if (!/^\d+$/.test(text) || rows < 1 || rows > MOST_ROWS) {
    throw new InvalidArgumentError(`Give a whole number from 1 to ${MOST_ROWS}.`)
  }
  return rows
}
