import type { Client } from '../client.ts'
import { posthogConfig } from '../posthog-config.ts'
import { readPosthog } from '../read-posthog.ts'

export const client: Client = {
  id: 'posthog-js-before-each',
  name: 'posthog-js in beforeEach',
  how: 'a `router.beforeEach` hook that captures a leave and a view, `capture_pageview: false`: written by hand in some apps',
  package: 'posthog-js-newest',
  leaves: true,
  async start(page) {
    const { default: posthog } = await import('posthog-js-newest')
    posthog.init(page.posthog.key, { ...posthogConfig(page), capture_pageview: false })
    page.router.beforeEach((to, from) => {
      posthog.capture('$pageleave', { $current_url: from.fullPath, to: to.fullPath })
      posthog.capture('$pageview', { $current_url: to.fullPath, from: from.fullPath })
    })
  },
  // Its `$prev_pageview_*` are of posthog-js's own making, not of the hook's.
  read: (message) => {
    const said = readPosthog(message)
    return said && { ...said, left: undefined }
  },
}
