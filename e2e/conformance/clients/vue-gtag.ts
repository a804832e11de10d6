import type { Client } from '../client.ts'
import { field, text } from '../json.ts'

export const client: Client = {
  id: 'vue-gtag',
  name: 'vue-gtag',
  how: '`createGtag({ tagId, pageTracker: { router } })`',
  package: 'vue-gtag',
  note: 'Read from `dataLayer`: what gtag.js makes of it was not measured. The title it names is the route’s name.',
  async start({ router, app, queued }) {
    const { createGtag } = await import('vue-gtag')
    const layer: unknown[] = []
    layer.push = (...calls) => {
      for (const call of calls) queued(Array.from(call as ArrayLike<unknown>))
      return calls.length
    }
    Object.assign(window, { dataLayer: layer })
    app.use(createGtag({ tagId: 'G-CONFORMANCE', pageTracker: { router }, resource: { inject: false } }))
  },
  read({ data }) {
    if (field(data, 0) !== 'event' || field(data, 1) !== 'page_view') return undefined
    return {
      kind: 'view',
      url: text(field(data, 2, 'page_path')) ?? '',
      title: text(field(data, 2, 'page_title')),
    }
  },
}
