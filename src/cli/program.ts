import { Command } from 'commander'
import { addAudit } from './audit.js'
import { addCollect } from './collect.js'
import { addDocs } from './docs.js'
import { addExport } from './export.js'
import { addPreview } from './preview.js'
import { addQuery } from './query.js'
import { addSwitch } from './switch.js'
import type { Surroundings } from './surroundings.js'

const EXIT_CODES =
  '\nExit codes: 0 done, or stopped by SIGINT or SIGTERM; 1 it failed, or could not start; 2 the command line makes no sense.'

/** The command line: one file per subcommand, each adding itself here. */
export function createProgram(surroundings: Surroundings): Command {
  const program = new Command('waypost')
    .description('Exact, private page views and telemetry: local tools.')
    .version(__VERSION__, '-V, --version')
    .showHelpAfterError('Run with --help to see what is possible.')
    .configureOutput({
      writeOut: (text) => surroundings.print(text.trimEnd()),
      writeErr: (text) => surroundings.printError(text.trimEnd()),
    })
    .addHelpText('afterAll', EXIT_CODES)
    .exitOverride()
  addCollect(program, surroundings)
  addQuery(program, surroundings)
  addExport(program, surroundings)
  addSwitch(program, surroundings)
  addPreview(program, surroundings)
  addDocs(program, surroundings)
  addAudit(program, surroundings)
  return program
}
