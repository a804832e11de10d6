import type { LaunchOptions } from '@playwright/test'

export function findChromium(): string | undefined
export function chromiumOptions(options?: { bfcache?: boolean }): LaunchOptions
export function findFirefox(): string | undefined
