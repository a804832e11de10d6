import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import * as prettier from 'prettier'
import { ENGINES } from '../../scripts/find-browser.mjs'
import { clients } from './clients.ts'
import { startEngine } from './engine.ts'
import { measure, versionsOf } from './measure.ts'
import { html } from './render/html.ts'
import { markdown } from './render/markdown.ts'
import { keep, readResults } from './results.ts'
import { scenarios } from './scenarios/index.ts'
import { tableOf } from './table.ts'

/** The command line of `npm run conformance`. */
export interface Arguments {
  readonly engine: string
  /** Only these, by id, and what was never measured. The rest stays as it is. */
  readonly client?: readonly string[]
  readonly scenario?: readonly string[]
  /** Folder to write to. Default: `docs` for Chromium, else a folder of the build. */
  readonly out?: string
}

export async function main(
  { engine: wanted, client: columns, scenario: rows, out }: Arguments,
  say: (line: string) => void,
): Promise<void> {
  const name = ENGINES.find((known) => known === wanted)
  if (!name) throw new Error(`--engine takes ${ENGINES.join(' or ')}.`)
  const folder = out ?? (name === 'chromium' ? 'docs' : `build/conformance/${name}`)
  await mkdir(folder, { recursive: true })
  const write = async (file: string, content: string, parser: string) => {
    const target = path.join(folder, file)
    const style = await prettier.resolveConfig(target)
    await writeFile(target, await prettier.format(content, { ...style, parser }))
  }

  const engine = await startEngine(name)
  try {
    const before = await readResults(path.join(folder, 'conformance.json'), engine.name)
    const results = await readResults('', engine.name)
    const pairs = scenarios.flatMap((scenario) =>
      clients.flatMap((client) => {
        const kept = before.cells[scenario.id]?.[client.id]
        const wanted = (columns?.includes(client.id) ?? true) && (rows?.includes(scenario.id) ?? true)
        if (wanted || !kept) return [{ scenario, client }]
        keep(results, scenario, client, kept)
        return []
      }),
    )
    for (const client of clients) {
      const anew = pairs.some((pair) => pair.client === client)
      const kept = anew ? undefined : before.versions[client.id]
      results.versions[client.id] = kept ?? versionsOf(client)
    }
    await measure(engine, pairs, ({ scenario, client }, verdict) => {
      keep(results, scenario, client, verdict)
      say(`${verdict.is.padEnd(6)} ${scenario.id}, ${client.id}: ${verdict.emitted}`)
    })
    const table = tableOf(results)
    // In the order of the table, not of the measuring: the same results are the same file.
    const ordered = {
      ...results,
      cells: Object.fromEntries(
        table.groups
          .flatMap((group) => group.rows)
          .map(({ scenario, verdicts }) => [
            scenario.id,
            Object.fromEntries(table.columns.map(({ id }, index) => [id, verdicts[index]])),
          ]),
      ),
    }
    await write('conformance.json', JSON.stringify(ordered), 'json')
    await write('conformance.md', markdown(table), 'markdown')
    await write('conformance.html', await html(table), 'html')
    say(`Written to ${folder}/: conformance.md, conformance.html and conformance.json`)
  } finally {
    await engine.close()
  }
}
