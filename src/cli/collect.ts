import { InvalidArgumentError } from 'commander'
import type { Command } from 'commander'
import { createCollector } from '../collector/index.js'
import type { Surroundings } from './surroundings.js'

interface CollectOptions {
  readonly port: number
  readonly host: string
}

/** `waypost collect`: the collector, in the foreground. */
export function addCollect(program: Command, surroundings: Surroundings): void {
  program
    .command('collect')
    .description(
      "Collect events on this machine, in place of PostHog's servers, and show them as they arrive.",
    )
    .option('-p, --port <number>', 'port to listen on; 0 takes any free one', parsePort, 8765)
    .option('--host <address>', 'address to listen on; 0.0.0.0 lets the network in', '127.0.0.1')
    .action((options: CollectOptions) => collect(options, surroundings))
}

async function collect({ port, host }: CollectOptions, { print, untilStopped }: Surroundings): Promise<void> {
  const collector = await createCollector({ port, host })
  // Listens for signals before it prints: whoever reads the banner may stop it at once.
  const stopped = untilStopped()
  print(banner(collector.url))
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

function banner(url: string): string {
  return `
waypost collector is running. Events stay in this process's memory.

  Live page   ${url}/
  Events      ${url}/events

Send events here, with any project key:

  waypost     data-key="phc_demo" data-host="${url}"
  posthog-js  posthog.init('phc_demo', { api_host: '${url}' })
  curl        curl ${url}/e/ -d '{"api_key":"phc_demo","event":"$pageview","distinct_id":"me","properties":{"$pathname":"/"}}'

Press Ctrl+C to stop.
`
}
