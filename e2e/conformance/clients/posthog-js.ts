import type { Client } from '../client.ts'
import { posthogConfig } from '../posthog-config.ts'
import { readPosthog } from '../read-posthog.ts'

export const client: Client = {
  id: 'posthog-js',
  name: 'posthog-js',
  how: "`capture_pageview: 'history_change'`, as its Vue guide has it; `{ path: true, hash: true }` for a hash router",
  package: 'posthog-js-newest',
  note: 'Its model is one `$pageleave` per visit; the time on the pages before rides on the next `$pageview`.',
  leaves: true,
  async start(page) {
    const { default: posthog } = await import('posthog-js-newest')
    posthog.init(page.posthog.key, {
      ...posthogConfig(page),
      defaults: '2026-01-30',
      capture_pageview: page.hash ? { path: true, hash: true } : 'history_change',
    })
  },
  read: readPosthog,
}
