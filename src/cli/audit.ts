import type { Command } from 'commander'
import { audit, formatFinding } from '../audit/index.js'
import { addCatalogueOption, loadCatalogue } from './catalogue.js'
import type { Surroundings } from './surroundings.js'

/** `waypost audit`: the source of a product against its catalogue, for CI. */
export function addAudit(program: Command, surroundings: Surroundings): void {
  addCatalogueOption(program.command('audit'))
    .argument('[folder]', 'folder of the sources', 'src')
    .description(
      'Compare every call that sends with the catalogue, in both directions. Ends with 1 when they differ.',
    )
    .action((folder: string, options: { readonly catalogue: string }) =>
      compare(folder, options.catalogue, surroundings),
    )
}

async function compare(folder: string, name: string, { print }: Surroundings): Promise<void> {
  const { calls, findings } = await audit(folder, await loadCatalogue(name))
  for (const finding of findings) print(formatFinding(finding))
  const sum = `${calls} ${calls === 1 ? 'call' : 'calls'} in ${folder}`
  const found = `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`
  if (findings.length > 0) throw new Error(`${sum}, ${found}: code and catalogue do not agree.`)
  print(`${sum}: code and catalogue agree.`)
}
