import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Command } from 'commander'
import { flowforge, flowise, langflow } from '../catalogue/index.js'
import type { Catalogue } from '../catalogue/index.js'

const SHIPPED: Readonly<Record<string, Catalogue>> = { flowforge, flowise, langflow }
const NAMES = Object.keys(SHIPPED).join(', ')

export const addCatalogueOption = (command: Command): Command =>
  command.requiredOption('--catalogue <name or file>', `${NAMES}, or a module that exports a catalogue`)

/** A shipped catalogue by its name, or one from a module. */
export async function loadCatalogue(name: string): Promise<Catalogue> {
  const shipped = Object.hasOwn(SHIPPED, name) ? SHIPPED[name] : undefined
  if (shipped) return shipped
  let module: unknown
  try {
    module = await import(pathToFileURL(path.resolve(name)).href)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(
      `The catalogue ${name} can’t be loaded: ${why}. Name one of ${NAMES}, or a JavaScript module.`,
      { cause: error },
    )
  }
  const found = ['catalogue', 'default']
    .map((key) => Reflect.get(Object(module), key) as unknown)
    .find(isCatalogue)
  if (!found)
    throw new Error(`${name} exports no catalogue: export const catalogue = defineCatalogue({ … }).`)
  return found
}

const isCatalogue = (value: unknown): value is Catalogue =>
  typeof value === 'object' &&
  value !== null &&
  'declaration' in value &&
  'check' in value &&
  'problems' in value
