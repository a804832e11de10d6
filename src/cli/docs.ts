import { readFileSync } from 'node:fs'
import { Option } from 'commander'
import type { Command } from 'commander'
import { docs, LANGUAGES } from '../catalogue/index.js'
import type { Language } from '../catalogue/index.js'
import { addCatalogueOption, loadCatalogue } from './catalogue.js'
import type { Surroundings } from './surroundings.js'

interface DocsOptions {
  readonly catalogue: string
  readonly lang: Language
  readonly check?: string
}

/** `waypost docs`: the page about a product’s telemetry, from its catalogue. */
export function addDocs(program: Command, surroundings: Surroundings): void {
  addCatalogueOption(program.command('docs'))
    .description('Print what a product sends, as Markdown, from its catalogue.')
    .addOption(new Option('-l, --lang <language>', 'language').choices(LANGUAGES).default('en'))
    .option('--check <file>', 'print nothing; fail when this page says something else')
    .action((options: DocsOptions) => print(options, surroundings))
}

async function print({ catalogue, lang, check }: DocsOptions, { print }: Surroundings): Promise<void> {
  const page = docs(await loadCatalogue(catalogue), lang)
  if (check === undefined) return print(page.trimEnd())
  let written: string
  try {
    written = readFileSync(check, 'utf8')
  } catch (error) {
    throw new Error(
      `${check} can’t be read: make it with waypost docs --catalogue ${catalogue} --lang ${lang} > ${check}`,
      { cause: error },
    )
  }
  if (written.replaceAll('\r\n', '\n').trimEnd() !== page.trimEnd())
    throw new Error(
      `${check} does not say what the catalogue says: waypost docs --catalogue ${catalogue} --lang ${lang} > ${check}`,
    )
  print(`${check} says what the catalogue says.`)
}
