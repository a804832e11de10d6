import { readFile } from 'node:fs/promises'
import type { Client } from './client.ts'
import type { Judgement, Verdict } from './expectation.ts'
import { field, isRecord, parseJson, text } from './json.ts'
import type { Scenario } from './scenario.ts'

/** What was measured, cell by cell. It is kept beside the table, so that one row or column can be measured anew. */
export interface Results {
  engine: string
  /** By client: the versions of its packages. */
  versions: Record<string, Record<string, string>>
  /** By scenario, then by client. */
  cells: Record<string, Record<string, Verdict>>
}

const judgements: readonly string[] = ['right', 'wrong', 'policy', 'none'] satisfies Judgement[]
const isJudgement = (value: unknown): value is Judgement => judgements.includes(String(value))

/** The results of an earlier run; none when there was no such run, or in another browser. */
export async function readResults(file: string, engine: string): Promise<Results> {
  const results: Results = { engine, versions: {}, cells: {} }
  const kept = parseJson(await readFile(file, 'utf8').catch(() => ''))
  if (field(kept, 'engine') !== engine) return results
  for (const [client, versions] of entries(field(kept, 'versions'))) {
    results.versions[client] = Object.fromEntries(entries(versions).map(([name, one]) => [name, String(one)]))
  }
  for (const [scenario, row] of entries(field(kept, 'cells'))) {
    for (const [client, cell] of entries(row)) {
      const is = field(cell, 'is')
      const emitted = text(field(cell, 'emitted'))
      if (isJudgement(is) && emitted !== undefined)
        keep(results, { id: scenario }, { id: client }, { is, emitted })
    }
  }
  return results
}

const entries = (value: unknown) => (isRecord(value) ? Object.entries(value) : [])

export function keep(
  { cells }: Results,
  { id: row }: Pick<Scenario, 'id'>,
  { id: column }: Pick<Client, 'id'>,
  verdict: Verdict,
): void {
  ;(cells[row] ??= {})[column] = verdict
}
