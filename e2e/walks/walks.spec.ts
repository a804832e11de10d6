import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { planOf, runWalks } from '../../src/core/walks/run-walks.contract.ts'
import type { Engine } from '../engines/capabilities.ts'
import { test } from '../fixtures.ts'
import { createSite } from '../site.ts'
import { startWalkBrowser } from './browser.ts'
import { leaveFor, load } from './documents.ts'
import { browserStep, firstPage } from './steps.ts'
import type { BrowserStep } from './steps.ts'
import { judge } from './verdict.ts'
import { createBrowserWalker } from './walker.ts'
import type { BrowserSetup } from './walker.ts'

/** Steps in all, and parts of them that run side by side. Engines that take longer walk less. */
const STEPS: Partial<Record<Engine, number>> = { chromium: 2000 }
const OTHERS = 200
const PARTS = 4
/** Seeds between two parts. */
const APART = 1000
/** Milliseconds that may be spent on finding a shorter walk that fails too. */
const SHRINKING = 120_000

const setups: fc.Arbitrary<BrowserSetup & { landing: string }> = fc.record({
  way: fc.constantFrom('direct' as const, 'direct' as const, 'script' as const, 'plain' as const),
  leave: fc.constantFrom('each' as const, 'each' as const, 'exit' as const),
  pageKey: fc.constantFrom(
    'path' as const,
    'path' as const,
    'query' as const,
    'tab' as const,
    'hash' as const,
  ),
  twice: fc.constantFrom(false, false, true),
  landing: firstPage,
})
const walks = fc.array(browserStep, { minLength: 1, maxLength: 40, size: 'max' })

for (let part = 0; part < PARTS; part++)
  test(`V1 to L9 whatever happens in a browser: what arrives is exactly what happened, part ${part + 1}`, async ({
    world,
    engine,
    program,
  }) => {
    const whole = planOf('browser', STEPS[engine] ?? OTHERS)
    test.skip(whole.path !== undefined && part > 0, 'One walk is one walk.')
    const plan = { ...whole, steps: whole.steps / PARTS, seed: whole.seed + part * APART }
    test.setTimeout(Math.max(300_000, plan.steps * 2000) + SHRINKING)
    const browser = await startWalkBrowser({ engine, program }, world.server.elsewhere)
    let steps = 0
    let giveUpAt = Infinity

    async function take(setup: BrowserSetup & { landing: string }, walk: readonly BrowserStep[]) {
      const site = createSite(world, `walk${randomBytes(6).toString('hex')}`)
      const walker = await createBrowserWalker(browser, site, setup)
      try {
        await load(walker, setup.landing)
        for (const step of walk) await step.take(walker)
        if (walker.uncertain.size) {
          // Who died without a word is taken on by a document that stays.
          await load(walker, '/a')
          await walker.arrived()
        }
        await leaveFor(walker, 'untracked')
        await walker.arrived()
        judge(walker)
      } finally {
        await walker.tab.close().catch(() => undefined)
        site.forget()
      }
    }

    try {
      const property = fc.asyncProperty(setups, walks, async (setup, walk) => {
        // Every try costs seconds: after a while the shortest walk so far has to do.
        if (Date.now() > giveUpAt) return
        // A path of several numbers is the beginning of a search to fast-check.
        if (whole.path !== undefined && steps > 0) return
        try {
          await take(setup, walk)
        } catch (error) {
          giveUpAt = Math.min(giveUpAt, Date.now() + SHRINKING)
          throw error
        }
        steps += walk.length
      })
      await runWalks(plan, property, () => steps, { more: ` --engine ${engine}`, batch: 10 })
    } finally {
      await browser.close()
    }
  })
