import { inject } from 'vue'
import type { App, InjectionKey, Plugin } from 'vue'
import { createWaypost as createTracker, vueRouterSource } from '../browser/index.js'
import type { RouterLike, Waypost, WaypostOptions } from '../browser/index.js'

export interface VueWaypostOptions extends WaypostOptions {
  /** The app's router. Default: the one that the app uses; without any, the URL. */
  router?: RouterLike
}

/** A tracker that an app takes by `app.use()`. It starts when the first app uses it and stops when the last one is unmounted. */
export type VueWaypost = Waypost & Plugin<[]>

const key: InjectionKey<Waypost> = Symbol('waypost')

/**
 * Page views for a Vue app. The order of `app.use(router)` and this plugin does not matter when `router` is given.
 *
 * @example
 * app.use(router).use(createWaypost({ router, sink: posthogSink({ key: 'phc_…' }) }))
 */
export function createWaypost({ router, ...options }: VueWaypostOptions = {}): VueWaypost {
  let tracker: Waypost | undefined
  const apps = new Set<App>()

  /** Tracking starts with the app, not with the import: a server that renders the app has no pages. */
  function start(app: App): void {
    const own: RouterLike | undefined = router ?? app.config.globalProperties.$router
    tracker = createTracker({ ...options, ...(own && { source: options.source ?? vueRouterSource(own) }) })
  }
  function leave(app: App) {
    if (apps.delete(app) && apps.size === 0) tracker?.stop()
  }

  const plugin: VueWaypost = {
    install(app) {
      app.provide(key, plugin)
      app.config.globalProperties.$waypost = plugin
      if (typeof window === 'undefined' || apps.has(app)) return
      if (apps.size === 0) start(app)
      apps.add(app)
      const unmount = app.unmount.bind(app)
      app.unmount = () => {
        unmount()
        leave(app)
      }
    },
    capture: (...args) => tracker?.capture(...args),
    identify: (...args) => tracker?.identify(...args),
    group: (...args) => tracker?.group(...args),
    reset: () => tracker?.reset(),
    register: (...args) => tracker?.register(...args),
    unregister: (...args) => tracker?.unregister(...args),
    optOut: () => tracker?.optOut(),
    optIn: () => tracker?.optIn(),
    get consent() {
      return tracker?.consent ?? options.consent ?? 'granted'
    },
    get delivery() {
      return tracker?.delivery
    },
    explain: () => tracker?.explain() ?? [],
    get view() {
      return tracker?.view
    },
    get recorded() {
      return tracker?.recorded ?? []
    },
    useSource: (source) => tracker?.useSource(source),
    flush: async () => tracker?.flush(),
    stop: () => tracker?.stop(),
  }
  return plugin
}

/** The tracker of the app that this component belongs to. Throws where no app uses one, as `useRouter()` does. */
export function useWaypost(): Waypost {
  const waypost = inject(key, undefined)
  if (!waypost) throw new Error('useWaypost() found no tracker: call app.use(createWaypost({ … })) first.')
  return waypost
}
