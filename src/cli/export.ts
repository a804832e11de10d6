import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { Option } from 'commander'
import type { Command } from 'commander'
import { EXPORT_FORMATS } from '../collector/archive/export.js'
import type { ExportOptions } from '../collector/archive/export.js'
import { DATA_OPTION, withArchive } from './data-folder.js'
import { askRunning } from './running-collector.js'
import type { Surroundings } from './surroundings.js'

interface Options extends ExportOptions {
  readonly data?: string
  readonly url?: string
}

/** `waypost export`: what a collector has kept, as a file for other tools. */
export function addExport(program: Command, surroundings: Surroundings): void {
  program
    .command('export')
    .description('Write events that a collector has kept to a file.')
    .option(...DATA_OPTION)
    .option('--url <url>', 'ask a collector that is running instead, such as http://127.0.0.1:8765')
    .requiredOption('-o, --file <file>', 'file to write; one that is there is replaced')
    .addOption(new Option('-f, --format <format>', 'format').choices(EXPORT_FORMATS).default('parquet'))
    .option('--from <time>', 'events that happened at or after this: 2026-01-31, or 2026-01-31T08:00:00Z')
    .option('--to <time>', 'events that happened before this')
    .option('--token <key>', 'events of this project key only')
    .action((options: Options) => write(options, surroundings))
}

async function write({ data, url, ...options }: Options, { print, env }: Surroundings): Promise<void> {
  if ((data === undefined) === (url === undefined)) {
    throw new Error('Say what to export: --data <folder>, or --url <url> for a collector that is running.')
  }
  if (url !== undefined) {
    const { file, format, from, to, token } = options
    const asked = new URLSearchParams(Object.entries({ format, from, to, token }).filter(isGiven))
    const { body } = await askRunning(url, `/api/export?${asked}`, { env })
    // The types of the web's streams and of Node's own name the same thing twice.
    await save(Readable.fromWeb(body as ReadableStream), path.resolve(file))
    print(`Events of ${url} in ${file}.`)
    return
  }
  const events = await withArchive(data ?? '', (archive) => archive.exportEvents(options))
  print(`${events} ${events === 1 ? 'event' : 'events'} in ${options.file}.`)
}

const isGiven = (entry: [string, string | undefined]): entry is [string, string] => entry[1] !== undefined

/** Beside the file first: nobody is to take half of it for the whole. */
async function save(stream: Readable, file: string): Promise<void> {
  const draft = `${file}.${randomUUID()}.part`
  await mkdir(path.dirname(file), { recursive: true })
  try {
    await pipeline(stream, createWriteStream(draft))
    await rename(draft, file)
  } finally {
    await rm(draft, { force: true })
  }
}
