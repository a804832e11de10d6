import { InvalidArgumentError } from 'commander'
import type { Command } from 'commander'
import type { GateOptions, LogLevel, PingSchema } from '../collector/index.js'
import type { Environment } from '../node/index.js'

/** What commander reads from the command line. */
export interface GateFlags {
  readonly readToken?: string
  readonly key?: readonly string[]
  readonly trustProxy?: readonly string[]
  readonly pingSchema: PingSchema
  readonly log: LogLevel
  readonly rateLimit?: number
  readonly maxBatch?: number
  readonly maxConnections?: number
}

/** The options of `collect` that say who may send, who may read, and how much. */
export function addGateOptions(command: Command): Command {
  return command
    .option(
      '--read-token <secret>',
      'what reading takes, 16 characters or more; needed with --host and --trust-proxy. ' +
        'Better in the environment, as WAYPOST_READ_TOKEN: other users see command lines',
    )
    .option('--key <key>', 'take this project key (or Plausible domain) only; may be repeated', collect)
    .option(
      '--trust-proxy <address>',
      'believe X-Forwarded-For of this address, range (10.0.0.0/8), or "loopback"; may be repeated',
      collect,
    )
    .option(
      '--ping-schema <name>',
      'reports to take: "any", or the documented "flowforge" only',
      oneOf<PingSchema>('any', 'flowforge'),
      'any',
    )
    .option(
      '--log <level>',
      'to stderr: "info" every request, "warn" what went wrong, "silent"',
      oneOf<LogLevel>('info', 'warn', 'silent'),
      'warn',
    )
    .option(
      '--rate-limit <number>',
      'requests per minute and address, 0 for no limit (default: 6000; no limit on a loopback address)',
      wholeFrom(0),
    )
    .option('--max-batch <number>', 'events in one request (default: 10000)', wholeFrom(1))
    .option('--max-connections <number>', 'connections at one time (default: 1000)', wholeFrom(1))
}

export function gateOptions(flags: GateFlags, env: Environment): GateOptions {
  const {
    readToken = env['WAYPOST_READ_TOKEN'],
    key,
    trustProxy,
    rateLimit,
    maxBatch,
    maxConnections,
  } = flags
  return {
    pingSchema: flags.pingSchema,
    log: flags.log,
    // An environment file that sets it to nothing means none.
    ...(readToken && { readToken }),
    ...(key && { keys: key }),
    ...(trustProxy && { trustProxy }),
    ...(rateLimit !== undefined && { rateLimit }),
    ...(maxBatch !== undefined && { maxBatch }),
    ...(maxConnections !== undefined && { maxConnections }),
  }
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

function oneOf<Name extends string>(...names: readonly Name[]) {
  return (text: string): Name => {
    const found = names.find((name) => name === text)
    if (found === undefined) throw new InvalidArgumentError(`It is one of: ${names.join(', ')}.`)
    return found
  }
}

function wholeFrom(least: number) {
  return (text: string): number => {
    const number = Number(text)
    if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number
    throw new InvalidArgumentError(`Give a whole number, ${least} or more.`)
  }
}
