import { defineConfig } from '@playwright/test'
import { chromiumOptions } from './scripts/find-browser.mjs'

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/build-app.ts',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: !!process.env['CI'],
  timeout: 30_000,
  reporter: 'list',
  projects: [
    { name: 'chromium', use: { browserName: 'chromium', launchOptions: chromiumOptions({ bfcache: true }) } },
  ],
})
