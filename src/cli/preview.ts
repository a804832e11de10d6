import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Option } from 'commander'
import type { Command } from 'commander'
import { createTelemetry, fileSink, folderStore, httpSink, posthogNodeSink } from '../node/index.js'
import type { ServerSink, Store, TelemetryConfig } from '../node/index.js'
import { addCatalogueOption, loadCatalogue } from './catalogue.js'
import { addInstallOptions, readInstall } from './install.js'
import type { InstallOptions } from './install.js'
import type { Surroundings } from './surroundings.js'

interface PreviewOptions extends InstallOptions {
  readonly catalogue: string
  readonly event: string
  readonly properties: string
  readonly release: string
  readonly sink: 'http' | 'posthog-node' | 'file'
  readonly key?: string
  readonly host?: string
  readonly store?: string
  readonly freeText?: boolean
}

/** Where a report goes, and an event whose sink nobody has named. */
const UNKNOWN = 'http://the-product-knows.invalid'

/** `waypost preview`: the bytes that would leave this install for an event. */
export function addPreview(program: Command, surroundings: Surroundings): void {
  addCatalogueOption(addInstallOptions(program.command('preview')))
    .description(
      'Print the body of the request that would go out for an event, after the switch and the catalogue. Sends nothing.',
    )
    .requiredOption('--event <name>', 'name of the event; heartbeat for a report of the install')
    .option('--properties <json>', 'its properties as JSON; @file reads them from a file', '{}')
    .option('--release <version>', 'version of the product, which telemetry fills in', 'unknown')
    .addOption(
      new Option('--sink <name>', 'how the product sends')
        .choices(['http', 'posthog-node', 'file'])
        .default('http'),
    )
    .option('--key <key>', 'project key. Default: the one of the configuration')
    .option('--host <url>', 'address of PostHog. Default: the one of the configuration')
    .option('--store <folder>', 'where the product keeps its id. Default: telemetry, beside the settings')
    .option('--free-text', 'as on an install that permits free text')
    .action((options: PreviewOptions) => preview(options, surroundings))
}

async function preview(options: PreviewOptions, surroundings: Surroundings): Promise<void> {
  const { print, printError } = surroundings
  const { env, config, settings, state } = readInstall(options, surroundings)
  const { reason, enabled } = state()
  if (!enabled) return print(`Nothing would go out. ${reason}`)
  const folder = options.store ?? path.join(path.dirname(settings.file), 'telemetry')
  const telemetry = createTelemetry({
    product: { name: options.product, version: options.release },
    catalogue: await loadCatalogue(options.catalogue),
    sink: sinkOf(options, config),
    config,
    settings,
    env,
    store: readOnly(folderStore(folder), () =>
      printError(`There is no id in ${folder} yet: the one that you see is made up for you.`),
    ),
    freeText: options.freeText === true,
    onProblem({ message, ...problem }) {
      const { property, fix } = problem as { property?: string; fix?: string }
      const what = [options.event, property].filter(Boolean).join(' ')
      printError(`${what}: ${message}.${fix === undefined ? '' : ` Fix: ${fix}.`}`)
    },
  })
  const properties = parse(options.properties)
  const shown =
    options.event === 'heartbeat'
      ? await telemetry
          .heartbeat({
            ...(config.url === undefined ? { url: UNKNOWN } : {}),
            modules: [{ name: 'given', collect: () => ({ ...Object(properties) }) }],
          })
          .preview()
          .catch(() => undefined)
      : await telemetry.preview(options.event, properties)
  await telemetry.shutdown(0)
  if (!shown) throw new Error(`${options.event} would not go out.`)
  printError(
    shown.to.includes(UNKNOWN)
      ? 'To where only the product knows; for PostHog --host or --config tells it.'
      : shown.to,
  )
  print(shown.body)
}

function sinkOf({ sink, key, host }: PreviewOptions, { backend }: TelemetryConfig): ServerSink {
  const to = host ?? backend.posthog?.apiurl ?? UNKNOWN
  const project = key ?? backend.posthog?.apikey
  // Which file, only the product knows.
  if (sink === 'file') return fileSink(UNKNOWN)
  if (sink === 'posthog-node')
    return posthogNodeSink(() => import('posthog-node'), { key: project ?? 'unknown', host: to })
  return httpSink({
    url: `${to.replace(/\/$/, '')}/batch/`,
    ...(project === undefined ? {} : { key: project }),
  })
}

/** What is there is read, and nothing is written: looking must leave no id behind. */
const readOnly = (store: Store, madeUp: () => void): Store => ({
  get: (key) => store.get(key),
  set: async () => {},
  async add() {
    madeUp()
    return randomUUID()
  },
})

function parse(given: string): unknown {
  try {
    return JSON.parse(given.startsWith('@') ? readFileSync(given.slice(1), 'utf8') : given)
  } catch (error) {
    throw new Error(`--properties is no JSON that can be read: give it as '{"nodes":2}', or as @file.`, {
      cause: error,
    })
  }
}
