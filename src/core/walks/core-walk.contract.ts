import fc from 'fast-check'
import { pageSteps, steps, wait } from './core-steps.contract.js'
import type { Step } from './core-steps.contract.js'
import { createCoreWorld } from './core-world.contract.js'
import type { CoreSetup } from './core-world.contract.js'
import { Mismatch } from './compare.contract.js'

export const coreSetup: fc.Arbitrary<CoreSetup> = fc.record({
  type: fc.constantFrom('load' as const, 'reload' as const, 'prerender' as const),
  leave: fc.constantFrom('each' as const, 'exit' as const),
  pageKey: fc.constantFrom(
    'path' as const,
    'path' as const,
    'query' as const,
    'tab' as const,
    'hash' as const,
    'function' as const,
  ),
  idleAfter: fc.constantFrom(30, 30, 5),
  titleWait: fc.constantFrom(500, 500, 80, 0, 2000),
  title: fc.constant('index.html'),
  visible: fc.constantFrom(true, true, true, false),
})

/** A whole walk. Chunks of steps that belong together are one choice, so that a walk shrinks by what happened. */
export const coreWalk: fc.Arbitrary<Step[]> = fc
  .array(pageSteps, { minLength: 1, maxLength: 60, size: 'max' })
  .map((chunks) => chunks.flat())

export interface CoreOutcome {
  events: number
  /** Nobody could say whether a session went on: this walk proves nothing. */
  doubtful: boolean
}

/** Takes a walk, ends it, and compares. Throws where something else came out than what happened. */
export function takeCoreWalk(setup: CoreSetup, walk: readonly Step[]): CoreOutcome {
  const world = createCoreWorld(setup)
  world.open(setup.type)
  if (setup.visible) steps.show.take(world)
  steps.focus.take(world)
  for (const step of walk) step.take(world)
  if (world.doubtful) return { events: 0, doubtful: true }
  world.check()
  for (const tab of world.tabs) {
    world.turnTo(tab)
    steps.stop.take(world)
  }
  wait(60_000).take(world)
  if (world.doubtful) return { events: 0, doubtful: true }
  world.check()
  if (world.time.pending) throw new Mismatch(`${world.time.pending} timers are left`)
  return { events: world.events.length, doubtful: false }
}
