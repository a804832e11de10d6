import posthog from 'posthog-js-newest/dist/module.slim.js'
import { config } from './posthog-config.js'

/** It has no listener of its own for navigations: the app captures its page views. */
export function start({ host, key, router }) {
  posthog.init(key, { ...config, api_host: host, capture_pageview: false })
  posthog.capture('$pageview')
  router.afterEach((_to, _from, failure) => {
    if (!failure) posthog.capture('$pageview')
  })
}
