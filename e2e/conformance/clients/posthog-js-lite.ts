import type { Client } from '../client.ts'
import { readPosthog } from '../read-posthog.ts'

export const client: Client = {
  id: 'posthog-js-lite',
  name: 'posthog-js-lite',
  how: "`captureHistoryEvents: true`, and one `capture('$pageview')` for the landing, which it leaves to the app",
  package: 'posthog-js-lite',
  async start({ posthog: { key, host } }) {
    const { PostHog } = await import('posthog-js-lite')
    const posthog = new PostHog(key, {
      host,
      captureHistoryEvents: true,
      preloadFeatureFlags: false,
      flushInterval: 250,
    })
    posthog.capture('$pageview')
  },
  read: readPosthog,
}
