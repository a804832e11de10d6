import { createWaypost } from 'waypost/vue'

/** Events are made, and go nowhere. */
export const start = ({ app, router }) =>
  void app.use(createWaypost({ router, sink: { name: 'none', capture() {} } }))
