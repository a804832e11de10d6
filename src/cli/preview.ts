import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { addCatalogueOption, loadCatalogue } from './catalogue.js'
import { addInstallOptions, readInstall } from './install.js'
import type { InstallOptions } from './install.js'
import type { Surroundings } from './surroundings.js'

interface PreviewOptions extends InstallOptions {
  readonly catalogue: string
  readonly event: string
  readonly properties: string
  readonly freeText?: boolean
  readonly release?: string
}

/** `waypost preview`: what of an event would leave this install. */
export function addPreview(program: Command, surroundings: Surroundings): void {
  addCatalogueOption(addInstallOptions(program.command('preview')))
    .description('Print what of an event would go out, after the switch and the catalogue. Sends nothing.')
    .requiredOption('--event <name>', 'name of the event')
    .option('--properties <json>', 'its properties as JSON; @file reads them from a file', '{}')
    .option('--release <version>', 'version of the product, which telemetry fills in')
    .option('--free-text', 'as on an install that permits free text')
    .action((options: PreviewOptions) => preview(options, surroundings))
}

async function preview(options: PreviewOptions, surroundings: Surroundings): Promise<void> {
  const { print, printError } = surroundings
  const { reason, enabled } = readInstall(options, surroundings).state()
  if (!enabled) return print(`Nothing would go out. ${reason}`)
  const catalogue = await loadCatalogue(options.catalogue)
  const { properties, problems } = catalogue.check(options.event, parse(options.properties), {
    freeText: options.freeText === true,
    known: { version: options.release, Version: options.release },
  })
  for (const { property, message, fix } of problems)
    printError(`${[options.event, property].filter(Boolean).join(' ')}: ${message}. Fix: ${fix}.`)
  if (!properties) throw new Error(`${options.event} would not go out.`)
  print(JSON.stringify({ event: options.event, properties }, undefined, 2))
}

function parse(given: string): unknown {
  try {
    return JSON.parse(given.startsWith('@') ? readFileSync(given.slice(1), 'utf8') : given)
  } catch (error) {
    throw new Error(`--properties is no JSON that can be read: give it as '{"nodes":2}', or as @file.`, {
      cause: error,
    })
  }
}
