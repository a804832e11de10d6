import { Option } from 'commander'
import type { Command } from 'commander'
import { EXPORT_FORMATS } from '../collector/archive/export.js'
import type { ExportOptions } from '../collector/archive/export.js'
import { DATA_OPTION, withArchive } from './data-folder.js'
import type { Surroundings } from './surroundings.js'

interface Options extends ExportOptions {
  readonly data: string
}

/** `waypost export`: what a collector has kept, as a file for other tools. */
export function addExport(program: Command, surroundings: Surroundings): void {
  program
    .command('export')
    .description('Write events that a collector has kept to a file. The collector must not be running.')
    .requiredOption(...DATA_OPTION)
    .requiredOption('-o, --file <file>', 'file to write; one that is there is replaced')
    .addOption(new Option('-f, --format <format>', 'format').choices(EXPORT_FORMATS).default('parquet'))
    .option('--from <time>', 'events that happened at or after this: 2026-01-31, or 2026-01-31T08:00:00Z')
    .option('--to <time>', 'events that happened before this')
    .option('--token <key>', 'events of this project key only')
    .action((options: Options) => write(options, surroundings))
}

async function write({ data, ...options }: Options, { print }: Surroundings): Promise<void> {
  const events = await withArchive(data, (archive) => archive.exportEvents(options))
  print(`${events} ${events === 1 ? 'event' : 'events'} in ${options.file}.`)
}
