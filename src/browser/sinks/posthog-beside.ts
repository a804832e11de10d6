import { warn } from '../diagnostics.js'

interface PosthogBeside {
  readonly __loaded?: boolean
  readonly config?: { readonly token?: string; readonly capture_pageview?: unknown }
  set_config?(config: { capture_pageview: false; capture_pageleave: false }): void
}

/**
 * Switches off the page views of a posthog-js that is on this page too and sends to the same project: they would be
 * counted twice (rule V13). What it has sent already can't be taken back.
 */
export function quietBeside(key: string): void {
  const beside: PosthogBeside = Object(Reflect.get(window, 'posthog'))
  if (!beside.__loaded || beside.config?.token !== key || !beside.config.capture_pageview) return
  warn('W002')
  beside.set_config?.({ capture_pageview: false, capture_pageleave: false })
}
