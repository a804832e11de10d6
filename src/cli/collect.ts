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
  addGateOptions(command).action((options: CollectOptions) => collect(options, surroundings))
}

async function collect(options: CollectOptions, surroundings: Surroundings): Promise<void> {
  const { print, printError, untilStopped, env } = surroundings
  const { port, host } = options
  const gate = gateOptions(options, env)
  const logTo = { write: (line: string) => printError(line.trimEnd()) }
  const collector = await createCollector({ port, host, ...gate, logTo })
  // Listens for signals before it prints: whoever reads the banner may stop it at once.
  const stopped = untilStopped()
  print(banner(collector.url, gate, "in this process's memory, until it ends"))
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
