import { CommanderError } from 'commander'
import { createProgram } from './program.js'
import type { Surroundings } from './surroundings.js'

/** Exit code for a command line that makes no sense, by the convention of Unix shells. */
const USAGE_ERROR = 2

/**
 * Runs the command line.
 *
 * @returns the exit code: 0 when all went well, 1 when the command failed, 2 when it was misspelt.
 */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    await createProgram(surroundings).parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    // Commander has said what it had to say; it throws for --help and --version, too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_ERROR
    surroundings.printError(`error: ${error instanceof Error ? error.message : String(error)}`)
    return 1
  }
}
