import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { planOf, runWalks } from '../../../core/walks/run-walks.contract.js'
import { routerSetup, routerWalk, takeRouterWalk } from './router-walk.contract.js'

const plan = planOf('router', 50_000)

beforeEach(() => {
  vi.stubGlobal('location', { href: 'https://app.example/' })
  // vue-router tells a developer of guards that throw, which is what some of these are there for.
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

test(
  'V1 to L9 whatever a router and its guards do: what comes out is exactly what happened',
  async () => {
    let steps = 0
    let events = 0
    let views = 0
    let untitled = 0
    const property = fc.asyncProperty(routerSetup, routerWalk, async (setup, walk) => {
      const outcome = await takeRouterWalk(setup, walk)
      steps += walk.length
      events += outcome.events
      views += outcome.views
      untitled += outcome.untitled
    })
    await runWalks(plan, property, () => steps)
    if (plan.path !== undefined) return
    expect(events / steps).toBeGreaterThan(0.4)
    // Titles that nobody can tell are few.
    expect(untitled / views).toBeLessThan(0.1)
  },
  Math.max(60_000, plan.steps * 5),
)
