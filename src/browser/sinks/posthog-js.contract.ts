/// <reference types="vite/client" />
// First: posthog-js keeps the fetch that it finds.
import { HOST, wire } from './wire.contract.js'
import { PostHog } from 'posthog-js'
import type { PostHogConfig } from 'posthog-js'
import snippetScript from 'posthog-js/dist/array.js?raw'

export { PostHog }

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
  persistence: 'localStorage',
  request_queue_config: { flush_interval_ms: 250 },
} as const satisfies Partial<PostHogConfig>

/** A real posthog-js; more than one may live in a page. */
export function createPosthog(changes?: Partial<PostHogConfig>): PostHog {
  const posthog = new PostHog()
  posthog.init(wire.newKey(), { ...config, ...changes })
  return posthog
}

/** What PostHog's loader snippet leaves in the page until its script is there. */
export function installSnippet(): void {
  const queue: unknown[] = []
  const methods = ['capture', 'identify', 'group', 'reset', 'set_config'].map((name) => [
    name,
    (...args: unknown[]) => void queue.push([name, ...args]),
  ])
  const stub = {
    _i: [[wire.newKey(), config, 'posthog']],
    __SV: 1,
    people: [],
    ...Object.fromEntries(methods),
  }
  Reflect.set(window, 'posthog', Object.assign(queue, stub))
}

/** Runs the script that the snippet loads. */
export function loadSnippet(): void {
  const script = document.createElement('script')
  script.textContent = snippetScript
  document.head.append(script)
  script.remove()
}
