import type { Client } from '../client.ts'
import { readPosthog } from '../read-posthog.ts'

export const client: Client = {
  id: 'waypost-vue',
  name: 'waypost/vue',
  how: 'Vue plugin with `posthogSink`',
  package: 'waypost',
  leaves: true,
  async plugin({ app, router, posthog }) {
    const [{ posthogSink }, { createWaypost }] = await Promise.all([import('waypost'), import('waypost/vue')])
    const waypost = createWaypost({ router, sink: posthogSink({ ...posthog, flushInterval: 200 }) })
    app.use(waypost)
    Object.assign(window, { waypost })
  },
  read: readPosthog,
}
