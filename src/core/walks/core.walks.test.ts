import fc from 'fast-check'
import { expect, test } from 'vitest'
import { coreSetup, coreWalk, takeCoreWalk } from './core-walk.contract.js'
import { planOf, runWalks } from './run-walks.contract.js'

const plan = planOf('core', 1_000_000)

test(
  'V1 to L9 whatever happens, in whatever order: what comes out is exactly what happened',
  async () => {
    let steps = 0
    let events = 0
    let walks = 0
    let doubtful = 0
    const property = fc.property(coreSetup, coreWalk, (setup, walk) => {
      const outcome = takeCoreWalk(setup, walk)
      steps += walk.length
      events += outcome.events
      walks += 1
      doubtful += Number(outcome.doubtful)
    })
    await runWalks(plan, property, () => steps)
    if (plan.path !== undefined) return
    // A walk that says nothing proves nothing.
    expect(events / steps).toBeGreaterThan(0.15)
    expect(doubtful / walks).toBeLessThan(0.05)
  },
  Math.max(60_000, plan.steps),
)
