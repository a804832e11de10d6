import posthog from 'posthog-js-newest'
import { posthogJsSink } from 'waypost'
import { createWaypost } from 'waypost/vue'
import { config } from './posthog-config.js'

export function start({ app, router, host, key }) {
  posthog.init(key, { ...config, api_host: host, capture_pageview: false, capture_pageleave: false })
  app.use(createWaypost({ router, sink: posthogJsSink(posthog) }))
}
