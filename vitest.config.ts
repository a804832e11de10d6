import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumOptions, findEngine } from './scripts/find-browser.mjs'

/** Generous: a slow machine is no failure. */
const testTimeout = 60_000

/** Made for each project: Vitest takes values out of what it is given. */
const shared = () => ({ define: { __DEV__: 'true', __VERSION__: '"0.0.0-test"' } })

/** Firefox too, where it is: the system's over WebDriver BiDi, as in the end-to-end tests. */
function firefox() {
  const found = findEngine('firefox')
  if (!found) return []
  const launchOptions = found.engine === 'firefox' && {
    launchOptions: { channel: 'moz-firefox', executablePath: found.program },
  }
  return [{ browser: 'firefox' as const, provider: playwright({ ...launchOptions }) }]
}

export default defineConfig({
  test: {
    projects: [
      {
        ...shared(),
        test: {
          name: 'unit',
          testTimeout,
          include: ['src/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['src/**/*.browser.test.ts'],
        },
      },
      {
        // Contract suites of what talks to the browser run in one.
        ...shared(),
        optimizeDeps: { include: ['vue', 'vue-router', 'vue-router-5', 'posthog-js', 'fast-check'] },
        test: {
          name: 'browser',
          testTimeout,
          include: ['src/**/*.browser.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumOptions() }),
            instances: [{ browser: 'chromium' }, ...firefox()],
          },
        },
      },
    ],
  },
})
