import path from 'node:path'
import { InvalidArgumentError } from 'commander'
import type { Command } from 'commander'
import { createCollector } from '../collector/index.js'
import { banner } from './collect-banner.js'
import { addGateOptions, gateOptions } from './gate-options.js'
import type { GateFlags } from './gate-options.js'
import type { Surroundings } from './surroundings.js'

interface CollectOptions extends GateFlags {
  readonly port: number
  readonly host: string
  readonly data?: string
  readonly keepDays?: number
  readonly keepBytes?: number
  readonly forward?: string
  readonly spoolBytes?: number
}

/** `waypost collect`: the collector, in the foreground. */
export function addCollect(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('collect')
    .description(
      "Collect events on this machine, in place of PostHog's servers, and show them as they arrive.",
    )
    .option('-p, --port <number>', 'port to listen on; 0 takes any free one', parsePort, 8765)
    .option(
      '--host <address>',
      'address to listen on; 0.0.0.0 lets the network in, and takes a read token',
      '127.0.0.1',
    )
    .option(
      '--data <folder>',
      'keep events in this folder; without it they are gone when the collector stops',
    )
    .option('--keep-days <number>', 'with --data: days after its arrival that an event is kept', parseAmount)
    .option(
      '--keep-bytes <number>',
      'with --data: size of the database; the oldest events go first',
      parseAmount,
    )
    .option('--forward <address>', 'with --data: pass events on to PostHog, and ask it for flags and scripts')
    .option(
      '--spool-bytes <number>',
      'with --forward: what may wait for PostHog; beyond it new events are refused (default: 1 GiB)',
      parseAmount,
    )
  addGateOptions(command).action((options: CollectOptions) => collect(options, surroundings))
}

async function collect(options: CollectOptions, surroundings: Surroundings): Promise<void> {
  const { print, printError, untilStopped, env } = surroundings
  const { port, host, data, keepDays, keepBytes, forward, spoolBytes } = options
  if (data === undefined && (keepDays !== undefined || keepBytes !== undefined)) {
    throw new Error(
      '--keep-days and --keep-bytes are about what is kept: name a folder with --data <folder>.',
    )
  }
  if (data === undefined && forward !== undefined)
    throw new Error('--forward needs a folder for what waits: name one with --data <folder>.')
  const gate = gateOptions(options, env)
  const logTo = { write: (line: string) => printError(line.trimEnd()) }
  const collector = await createCollector({
    port,
    host,
    ...gate,
    logTo,
    ...(forward !== undefined && { forward }),
    ...(spoolBytes !== undefined && { spoolBytes }),
    ...(data !== undefined && { data }),
    ...(data !== undefined && {
      retention: {
        ...(keepDays !== undefined && { days: keepDays }),
        ...(keepBytes !== undefined && { bytes: keepBytes }),
      },
    }),
  })
  // Listens for signals before it prints: whoever reads the banner may stop it at once.
  const stopped = untilStopped()
  print(banner(collector.url, gate, whereKept(options)))
  await stopped
  print('Stopping.')
  await collector.close()
}

export function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError('Give a whole number from 0 to 65535, such as --port 8766.')
  }
  return port
}

function parseAmount(text: string): number {
  const amount = Number(text)
  if (!/^\d+$/.test(text) || amount < 1 || !Number.isSafeInteger(amount)) {
    throw new InvalidArgumentError('Give a whole number, 1 or more.')
  }
  return amount
}

function whereKept({ data, keepDays, keepBytes, forward }: CollectOptions): string {
  if (data === undefined) {
    return "in this process's memory, until it ends; --data <folder> keeps it"
  }
  const limits = [
    ...(keepDays === undefined ? [] : [`for ${keepDays} ${keepDays === 1 ? 'day' : 'days'}`]),
    ...(keepBytes === undefined ? [] : [`up to ${keepBytes} bytes`]),
  ]
  return `in ${path.resolve(data)}${limits.length > 0 ? `, ${limits.join(' and ')}` : ', for good'}${forward === undefined ? '' : `, and passed on to ${forward}`}`
}
