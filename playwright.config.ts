import { defineConfig } from '@playwright/test'
import type { PlaywrightTestOptions, PlaywrightWorkerOptions, Project } from '@playwright/test'
import { chromiumOnly } from './e2e/engines/capabilities.ts'
import type { Engine } from './e2e/engines/capabilities.ts'
import { chromiumOptions, ENGINES, findEngine, requiredEngines } from './scripts/find-browser.mjs'
import type { EngineName } from './scripts/find-browser.mjs'

type WorkerOptions = PlaywrightWorkerOptions & { engine: Engine; program: string }

/** The same specs in an engine, as it is driven here. None where the engine is not there. */
function projectOf(name: EngineName): Project<PlaywrightTestOptions, WorkerOptions>[] {
  const found = findEngine(name)
  if (!found) return []
  const { engine, program } = found
  const use = { engine, program }
  // What needs Playwright's own page runs in Chromium.
  if (name === 'chromium')
    return [{ name, use: { ...use, browserName: name, launchOptions: chromiumOptions({ bfcache: true }) } }]
  // Windows and processes of these take their time on a busy machine.
  // Walks are for Chromium, unless somebody asks for one by `npm run walk`.
  const testIgnore = process.env['WALK_SEED'] ? [] : Object.keys(chromiumOnly)
  return [{ name, testIgnore, timeout: 60_000, use }]
}

const required = requiredEngines()

export default defineConfig<PlaywrightTestOptions, WorkerOptions>({
  testDir: 'e2e',
  globalSetup: './e2e/build-app.ts',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: !!process.env['CI'],
  timeout: 30_000,
  reporter: [['list'], ['./e2e/engines/engine-reporter.ts']],
  projects: (required.length ? required : ENGINES).flatMap(projectOf),
})
