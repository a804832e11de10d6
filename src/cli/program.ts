import { Command } from 'commander'
import { addCollect } from './collect.js'
import type { Surroundings } from './surroundings.js'

/** The command line: one file per subcommand, each adding itself here. */
export function createProgram(surroundings: Surroundings): Command {
  const program = new Command('waypost')
    .description('Exact, private page views: local tools.')
    .version(__VERSION__, '-V, --version')
    .showHelpAfterError('Run with --help to see what is possible.')
    .configureOutput({
      writeOut: (text) => surroundings.print(text.trimEnd()),
      writeErr: (text) => surroundings.printError(text.trimEnd()),
    })
    .exitOverride()
  addCollect(program, surroundings)
  return program
}
