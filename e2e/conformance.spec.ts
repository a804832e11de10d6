import { createCollector } from 'waypost/collector'
import type { Client } from './conformance/client.ts'
import { client as script } from './conformance/clients/waypost-script.ts'
import { client as scriptRouter } from './conformance/clients/waypost-script-router.ts'
import { client as vuePosthogJs } from './conformance/clients/waypost-vue-posthog-js.ts'
import { client as vue } from './conformance/clients/waypost-vue.ts'
import { createEngine } from './conformance/engine.ts'
import { asking } from './conformance/pace.ts'
import { runCell } from './conformance/run-cell.ts'
import type { World } from './conformance/run-cell.ts'
import { groups } from './conformance/scenarios/index.ts'
import { createCellServer } from './conformance/server.ts'
import { lacking } from './engines/capabilities.ts'
import { expect, needs, test as base } from './fixtures.ts'

const clients = [script, scriptRouter, vue, vuePosthogJs]
/** Elsewhere than in Chromium the two that share least: what they see differs, by the URL and by the router. */
const elsewhere = [script, vue]

const url = 'a URL alone does not tell'
/** Cells that are wrong, and why. One that has become right has to leave this list. */
const limits: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'blocked-back': { [script.id]: url },
  'landing-fails': { [script.id]: url },
}

/** Rows in which a slow machine could use up the wait for a title before the app has even started. */
const unhurried = ['landing-record', 'landing-chain', 'landing-guard', 'landing-slow-guard', 'title-landing']
const unhurriedScript: Client = {
  ...script,
  head: (page) => (script.head?.(page) ?? '').replace('data-key', 'data-title-wait="5000" data-key'),
}

/** Rows in which the app redirects as it lands. A URL tells that from a user's move only by nobody having touched the page. */
const redirected = [
  'landing-record',
  'landing-chain',
  'landing-guard',
  'landing-slow-guard',
  'landing-slow-line',
  'leave-landing',
]

const test = base.extend<object, { conformance: World }>({
  conformance: [
    async ({ driven, engine: kind }, use) => {
      const engine = createEngine(driven, kind)
      const [server, collector] = await Promise.all([createCellServer(), createCollector({ port: 0 })])
      await use({ engine, server, collector })
      await Promise.all([engine.close(), server.close(), collector.close()])
    },
    { scope: 'worker' },
  ],
})

for (const { name, scenarios } of groups) {
  test.describe(`conformance: ${name}`, () => {
    for (const scenario of scenarios) {
      test(
        `${scenario.rule} ${scenario.what}`,
        needs(...(scenario.needs ?? [])),
        async ({ conformance, engine }) => {
          const wrong: Record<string, string> = {}
          const measure = async (client: (typeof clients)[number]) => {
            const { is, emitted } = await runCell(
              conformance,
              scenario,
              client === script && unhurried.includes(scenario.id) ? unhurriedScript : client,
              asking,
            )
            if (is === 'wrong') wrong[client.id] = emitted
          }
          // One after the other: a view that waits for its title must not run out of time for want of a core.
          test.slow()
          const touched = redirected.includes(scenario.id) && lacking(engine, ['untouched'])
          const measured = (engine === 'chromium' ? clients : elsewhere).filter(
            (client) => !touched || client !== script,
          )
          for (const client of measured) await measure(client)
          const expected = Object.keys(limits[scenario.id] ?? {}).map((id) => [id, expect.any(String)])
          expect(wrong).toEqual(Object.fromEntries(expected))
        },
      )
    }
  })
}
