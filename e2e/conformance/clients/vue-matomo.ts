import type { App } from 'vue'
import type { Client } from '../client.ts'
import { field, text } from '../json.ts'

/** Stands in for the tracker that matomo.js makes: it takes every call and passes it on. */
function createTracker(queued: (call: unknown) => void) {
  let url: unknown
  return new Proxy(
    {},
    {
      get:
        (_target, method) =>
        (...args: unknown[]) => {
          if (method === 'setCustomUrl') url = args[0]
          if (method === 'trackPageView') queued({ url, title: args[0] })
        },
    },
  )
}

/** It is a UMD bundle of an ES module: what bundlers call its default is all of it. */
function pluginIn(value: unknown): ((app: App, options: object) => void) | undefined {
  const inside = field(value, 'default') ?? value
  return typeof inside === 'function'
    ? (app, options) => void Reflect.apply(inside, undefined, [app, options])
    : undefined
}

export const client: Client = {
  id: 'vue-matomo',
  name: 'vue-matomo',
  how: '`app.use(plugin, { host, siteId, router })`',
  package: 'vue-matomo',
  note: 'Read from its calls of the tracker’s `trackPageView`: matomo.js itself was not measured. The title is `meta.title`, or the URL.',
  async start({ app, router, wire, queued }) {
    const { default: VueMatomo } = await import('vue-matomo')
    const plugin = pluginIn(VueMatomo)
    if (!plugin) throw new Error('vue-matomo has no plugin.')
    const tracker = createTracker(queued)
    Object.assign(window, { Piwik: { getAsyncTracker: () => tracker } })
    app.use(plugin, { host: wire, siteId: 1, router })
  },
  read({ data }) {
    const url = text(field(data, 'url'))
    return url === undefined ? undefined : { kind: 'view', url, title: text(field(data, 'title')) }
  },
}
