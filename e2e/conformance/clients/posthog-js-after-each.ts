import { nextTick } from 'vue'
import type { Client } from '../client.ts'
import { posthogConfig } from '../posthog-config.ts'
import { readPosthog } from '../read-posthog.ts'

export const client: Client = {
  id: 'posthog-js-after-each',
  name: 'posthog-js in afterEach',
  how: 'a `router.afterEach` hook that skips failures and waits a tick, `capture_pageview: false`, `capture_pageleave: true`',
  package: 'posthog-js-newest',
  note: 'Its model is one `$pageleave` per visit; the time on the pages before rides on the next `$pageview`.',
  leaves: true,
  async start(page) {
    const { default: posthog } = await import('posthog-js-newest')
    posthog.init(page.posthog.key, {
      ...posthogConfig(page),
      capture_pageview: false,
      capture_pageleave: true,
    })
    page.router.afterEach((to, _from, failure) => {
      if (failure) return
      void nextTick(() => posthog.capture('$pageview', { $current_url: to.fullPath }))
    })
  },
  read: readPosthog,
}
