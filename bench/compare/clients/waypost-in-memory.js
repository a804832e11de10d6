import { posthogSink } from 'waypost'
import { createWaypost } from 'waypost/vue'

/** Nothing is kept for the next document. */
export const start = ({ app, router, host, key }) =>
  void app.use(createWaypost({ router, persistence: 'memory', sink: posthogSink({ key, host }) }))
