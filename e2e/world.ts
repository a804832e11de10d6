import { test as base } from '@playwright/test'
import { createWorld } from './site.ts'
import type { World } from './site.ts'

/** Playwright’s own fixtures, and the collector and the sites of this worker. */
export const worldTest = base.extend<object, { world: World }>({
  world: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures needed from this pattern.
    async ({}, use) => {
      const world = await createWorld()
      await use(world)
      await world.close()
    },
    { scope: 'worker' },
  ],
})
