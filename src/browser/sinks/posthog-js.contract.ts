import './wire.contract.js'
import { PostHog } from 'posthog-js'
import type { PostHogConfig } from 'posthog-js'
import { HOST, wire } from './wire.contract.js'

/** A posthog-js that sends events and nothing else, as readable text, and soon. */
export const config = {
  api_host: HOST,
  disable_compression: true,
  // The browser of the tests is headless, which posthog-js takes for a bot.
  opt_out_useragent_filter: true,
  advanced_disable_flags: true,
  disable_session_recording: true,
  disable_surveys: true,
  autocapture: false,
  capture_pageview: false,
  capture_pageleave: false,
  capture_performance: false,
  persistence: 'memory',
  request_queue_config: { flush_interval_ms: 250 },
} as const satisfies Partial<PostHogConfig>

/** A real posthog-js; more than one may live in a page. */
export function createPosthog(changes?: Partial<PostHogConfig>): PostHog {
  const posthog = new PostHog()
  posthog.init(wire.newKey(), { ...config, ...changes })
  return posthog
}

type Stub = unknown[] & Record<string, unknown>

/** What PostHog's loader snippet leaves in the page until its script is there. */
export function installSnippet(): void {
  const stub: Stub = Object.assign([], { _i: [[wire.newKey(), config, 'posthog']], __SV: 1, people: [] })
  for (const name of ['capture', 'identify', 'group', 'reset', 'set_config'])
    stub[name] = (...args: unknown[]) => void stub.push([name, ...args])
  Reflect.set(window, 'posthog', stub)
}

let loads = 0

/** Loads the script that the snippet loads. */
export function loadSnippet(): Promise<void> {
  loads += 1
  const script = document.createElement('script')
  const url = new URL('../../../node_modules/posthog-js/dist/array.js', import.meta.url)
  script.src = `${url.pathname}?${loads}`
  document.head.append(script)
  return new Promise((resolve, reject) => {
    script.onload = () => resolve()
    script.onerror = reject
  })
}
