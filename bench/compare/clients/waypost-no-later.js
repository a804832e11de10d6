import { posthogSink } from 'waypost'
import { createWaypost } from 'waypost/vue'

/** No leave is left with the browser for the case that the tab is killed. */
export const start = ({ app, router, host, key }) => {
  delete window.fetchLater
  app.use(createWaypost({ router, sink: posthogSink({ key, host }) }))
}
