import * as Vue from 'vue'
import * as VueRouter from 'vue-router'
import { posthogJsSink, posthogSink } from 'waypost'
import type { WaypostOptions } from 'waypost'
import { createWaypost } from 'waypost/vue'
import { createTestApp, ready } from './create-app.js'

const { way, key, collector, options, ignored, install = 'during', twice, posthog } = window.e2e
const { app, router, landed } = createTestApp(Vue, VueRouter)

let libraryLoaded: Promise<unknown> | undefined
/** A tab that is closed before the library is there can send nothing: that is not what the tests are about. */
async function loadPosthog() {
  const loading = import('posthog-js')
  libraryLoaded = loading
  return loading
}
const sink =
  way === 'direct'
    ? posthogSink({ key, host: collector, flushInterval: 200 })
    : posthogJsSink(loadPosthog, {
        key,
        api_host: collector,
        autocapture: false,
        disable_session_recording: true,
        disable_surveys: true,
        // Its filter takes every driven browser for a bot.
        opt_out_useragent_filter: true,
        request_queue_config: { flush_interval_ms: 250 },
        ...posthog,
      })
const trackers = [sink, ...(twice ? [sink] : [])].map((own) =>
  createWaypost({
    router,
    sink: own,
    ...(ignored && { ignore: ({ path }: { path: string }) => ignored.includes(path) }),
    ...(options as WaypostOptions),
  }),
)
Object.assign(window, { waypost: trackers[0], trackers })
const track = () => trackers.forEach((waypost) => app.use(waypost))

if (install === 'before') track()
app.use(router)
if (install === 'during') track()
app.mount('#app')
if (install === 'after') void router.isReady().then(track)
void landed.then(() => libraryLoaded).then(ready)
