import type { LaunchOptions } from '@playwright/test'

export type EngineName = 'chromium' | 'firefox' | 'webkit'

export interface FoundEngine {
  name: EngineName
  /** What it is to the tests: the system's browser, or Playwright's own build. */
  engine: EngineName | 'playwright-firefox' | 'playwright-webkit'
  /** Path of the program. */
  program: string
}

export const ENGINES: EngineName[]
export function findChromium(): string | undefined
export function findFirefox(): string | undefined
export function findWebKit(): { driver: string; browser: string; xvfb: string | undefined } | undefined
export function findEngine(name: EngineName): FoundEngine | undefined
export function adviceFor(name: EngineName): string
export function requiredEngines(): EngineName[]
export function chromiumOptions(options?: { bfcache?: boolean }): LaunchOptions
