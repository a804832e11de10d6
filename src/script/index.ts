import { createWaypost, posthogSink, vueRouterSource } from '../browser/index.js'
import type { RouterLike, Waypost } from '../browser/index.js'
import { warn } from '../browser/diagnostics.js'
import { readConfig } from './config.js'
import { isQueue, replay } from './queue.js'

/** `window.waypost`, once this script has run. */
export interface ScriptWaypost extends Waypost {
  /** Takes the pages from a vue-router instead of the URL. */
  useRouter(router: RouterLike): void
}

const before: unknown = Reflect.get(window, 'waypost')
if (before && !isQueue(before)) warn('W003')
else {
  const { key, host, flushInterval, ...options } = readConfig(document.currentScript)
  const tracker = createWaypost({ sink: posthogSink({ key, host, flushInterval }), ...options })
  const waypost: ScriptWaypost = Object.create(tracker, {
    useRouter: { value: (router: RouterLike) => tracker.useSource(vueRouterSource(router)) },
  })
  Reflect.set(window, 'waypost', waypost)
  if (isQueue(before)) replay(before, waypost)
}
