import { PostHog } from 'posthog-js-lite'

export function start({ host, key }) {
  const posthog = new PostHog(key, { host, captureHistoryEvents: true, preloadFeatureFlags: false })
  posthog.capture('$pageview')
}
