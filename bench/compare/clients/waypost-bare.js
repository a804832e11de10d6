import { createWaypost } from 'waypost/vue'

/** Events are made, go nowhere, and nothing is kept. */
export const start = ({ app, router }) =>
  void app.use(createWaypost({ router, persistence: 'memory', sink: { name: 'none', capture() {} } }))
