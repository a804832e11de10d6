import type { Collector } from 'waypost/collector'
import { cellPage } from './cell-page.ts'
import type { Client, Message, Said } from './client.ts'
import type { DrivenPage, Engine } from './engine.ts'
import type { Verdict } from './expectation.ts'
import type { Scenario } from './scenario.ts'
import { preloadsOf } from './server.ts'
import type { CellServer } from './server.ts'
import { createVisit } from './visit.ts'
import type { Pause } from './visit.ts'

/** What all cells share. */
export interface World {
  readonly engine: Engine
  readonly server: CellServer
  readonly collector: Collector
}

/** One cell while it is being measured. */
export interface CellRun {
  readonly origin: string
  /** All that has arrived so far. */
  messages(): readonly Message[]
  /** The same in the words of the table, in the order of the client's own times. */
  said(): readonly Said[]
}

/** How long the client gets for its work. */
export interface Pace {
  /** After each step. */
  pause(cell: CellRun): Pause
  /** A pause is long enough for all that the step has caused to arrive. */
  readonly complete: boolean
  /** After the visit, in a page that nobody tracks: resolves when nothing more will come. */
  settled(cell: CellRun, page: DrivenPage, scenario: Scenario): Promise<void>
}

const inTheirOrder = (said: readonly Said[]) =>
  said
    .map((one, index) => ({ one, index }))
    .sort((some, other) => (some.one.time ?? 0) - (other.one.time ?? 0) || some.index - other.index)
    .map(({ one }) => one)

let cells = 0

/** Plays one scenario with one client, and judges what the client sent. */
export async function runCell(
  world: World,
  scenario: Scenario,
  client: Client,
  pace: Pace,
): Promise<Verdict> {
  const { engine, server, collector } = world
  const missing = scenario.needs?.filter((ability) => !engine.can(ability)) ?? []
  if (missing.length) return { is: 'none', emitted: 'not in this browser' }
  const without = scenario.expect.without?.(client)
  if (without) return { is: 'none', emitted: without }

  const id = `cell${++cells}x${process.pid}`
  const posthog = { host: collector.url, key: `phc_${id}` }
  const cell = server.cell(id, (origin) =>
    cellPage(client, scenario, { wire: `${origin}/wire`, posthog, preloads: preloadsOf(client.id) }),
  )
  const saidBy = (messages: readonly Message[]) => messages.flatMap((message) => client.read(message) ?? [])
  const run: CellRun = {
    origin: cell.origin,
    // A client has one of the two.
    messages: () => [
      ...cell.arrived,
      ...collector
        .events({ token: posthog.key })
        // PostHog counts an event that is sent again once.
        .filter(({ duplicate }) => !duplicate)
        .map((event) => ({ url: '/posthog', body: JSON.stringify(event), data: event })),
    ],
    said: () => inTheirOrder(saidBy(run.messages())),
  }
  let landing: { said: number; over: number } | undefined
  /** What came after the landing, by the client's own times, or in the order of arrival. */
  const onward = () => {
    const before = landing
    if (!before) return undefined
    const since = ({ time }: Said, index: number) =>
      time === undefined ? index >= before.said : time > before.over
    return inTheirOrder(saidBy(run.messages()).filter(since))
  }
  const page = await engine.open(scenario.needs ?? [])
  try {
    const visit = createVisit(page, cell, pace.pause(run), () => {
      if (pace.complete) landing ??= { said: saidBy(run.messages()).length, over: Date.now() }
    })
    await scenario.run(visit)
    const times = visit.times()
    // To its driver a page that was prerendered is gone: then another one looks on.
    const after = scenario.end === 'close' ? await engine.open([]) : page
    if (after !== page) await page.close()
    await after.goto(`${cell.origin}/untracked`)
    await pace.settled(run, after, scenario)
    await after.close()
    return scenario.expect.judge({
      said: run.said(),
      onward: onward(),
      messages: run.messages(),
      hash: scenario.history === 'hash',
      ...times,
    })
  } finally {
    cell.close()
    collector.clear(posthog.key)
  }
}
