import { createCollector } from 'waypost/collector'
import buildApp from '../build-app.ts'
import type { Client } from './client.ts'
import type { Engine } from './engine.ts'
import type { Verdict } from './expectation.ts'
import { fetchPackage } from './fetch-package.ts'
import { patient } from './pace.ts'
import { runCell } from './run-cell.ts'
import type { Scenario } from './scenario.ts'
import { createCellServer, versionOf } from './server.ts'

/** One cell to be measured. */
export interface Pair {
  readonly scenario: Scenario
  readonly client: Client
}

/** Cells at the same time. */
const AT_ONCE = 3

/** The versions that are installed of a client's packages. */
export const versionsOf = ({ package: from, fetched, along }: Client): Record<string, string> => ({
  [from]: fetched?.version ?? versionOf(from),
  ...(along && { [along]: versionOf(along) }),
})

/** Takes things in turn, so many at a time. */
async function inTurn<Item>(items: readonly Item[], atOnce: number, take: (item: Item) => Promise<void>) {
  const waiting = [...items]
  const work = async () => {
    for (let item = waiting.shift(); item; item = waiting.shift()) await take(item)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}

/** Measures cells, and tells of each. */
export async function measure(
  engine: Engine,
  pairs: readonly Pair[],
  tell: (pair: Pair, verdict: Verdict) => void,
): Promise<void> {
  await buildApp()
  for (const client of new Set(pairs.map((pair) => pair.client))) await fetchPackage(client)
  const [server, collector] = await Promise.all([createCellServer(), createCollector({ port: 0 })])
  const failures: Error[] = []
  const take = async (pair: Pair) => {
    const { scenario, client } = pair
    try {
      tell(pair, await runCell({ engine, server, collector }, scenario, client, patient))
    } catch (cause) {
      failures.push(new Error(`${scenario.id}, ${client.id}`, { cause }))
    }
  }
  try {
    // Only one tab is in front of the others.
    const alone = ({ scenario }: Pair) => !!scenario.needs?.some((ability) => ability !== 'bfcache')
    const shared = pairs.filter((pair) => !alone(pair))
    await inTurn(shared, engine.sideBySide ? AT_ONCE : 1, take)
    await inTurn(pairs.filter(alone), 1, take)
  } finally {
    await Promise.all([server.close(), collector.close()])
  }
  if (failures.length) throw new AggregateError(failures, 'Some cells could not be measured.')
}
