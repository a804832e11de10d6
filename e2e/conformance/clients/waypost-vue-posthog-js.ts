import type { Client } from '../client.ts'
import { posthogConfig } from '../posthog-config.ts'
import { readPosthog } from '../read-posthog.ts'

export const client: Client = {
  id: 'waypost-vue-posthog-js',
  name: 'waypost/vue with posthog-js',
  how: 'Vue plugin with `posthogJsSink(posthog)`: posthog-js sends',
  package: 'waypost',
  along: 'posthog-js',
  leaves: true,
  async plugin(page) {
    const { app, router } = page
    const [{ default: posthog }, { posthogJsSink }, { createWaypost }] = await Promise.all([
      import('posthog-js'),
      import('waypost'),
      import('waypost/vue'),
    ])
    posthog.init(page.posthog.key, {
      ...posthogConfig(page),
      capture_pageview: false,
      capture_pageleave: false,
    })
    const waypost = createWaypost({ router, sink: posthogJsSink(posthog) })
    app.use(waypost)
    Object.assign(window, { waypost })
  },
  read: readPosthog,
}
