import type { Client } from './client.ts'
import { clients } from './clients.ts'
import type { Verdict } from './expectation.ts'
import type { Results } from './results.ts'
import type { Scenario } from './scenario.ts'
import { groups } from './scenarios/index.ts'

/** A client with the versions that were measured, by package. */
export interface Column extends Client {
  readonly versions: Readonly<Record<string, string>>
}
export interface Row {
  readonly scenario: Scenario
  /** In the order of the columns. */
  readonly verdicts: readonly Verdict[]
}
/** All that the table says. */
export interface Table {
  readonly engine: string
  readonly columns: readonly Column[]
  readonly groups: readonly { name: string; rows: readonly Row[] }[]
}

/** Results in the order of the table: rows by group, waypost's columns first. */
export function tableOf({ engine, versions, cells }: Results): Table {
  const columns = clients.map((client) => ({ ...client, versions: versions[client.id] ?? {} }))
  const verdict = (row: string, column: string) => {
    const found = cells[row]?.[column]
    if (!found) throw new Error(`${row} was not measured for ${column}.`)
    return found
  }
  return {
    engine,
    columns,
    groups: groups.map(({ name, scenarios }) => ({
      name,
      rows: scenarios.map((scenario) => ({
        scenario,
        verdicts: columns.map(({ id }) => verdict(scenario.id, id)),
      })),
    })),
  }
}
