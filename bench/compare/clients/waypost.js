import { posthogSink } from 'waypost'
import { createWaypost } from 'waypost/vue'

export const start = ({ app, router, host, key }) =>
  void app.use(createWaypost({ router, sink: posthogSink({ key, host }) }))
