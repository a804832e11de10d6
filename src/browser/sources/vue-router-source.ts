import { locate } from '../../core/index.js'
import type { NavigationType, RouteMeta } from '../../core/index.js'
import { guarded } from '../diagnostics.js'
import { together } from '../listen.js'
import type { NavigationSource } from './navigation-source.js'

/** What is used of a route of vue-router. */
export interface RouteLike {
  readonly fullPath: string
  readonly name?: string | symbol | null | undefined
  readonly matched: readonly { readonly path: string }[]
  readonly meta: { readonly waypost?: unknown }
  readonly redirectedFrom?: { readonly fullPath: string } | undefined
}

/** What is used of vue-router, 4.1 and later. A `Router` is one. */
export interface RouterLike {
  readonly currentRoute: { readonly value: RouteLike }
  readonly options: {
    readonly history: {
      readonly base: string
      readonly state: object
      createHref(location: string): string
      listen(callback: (to: string) => void): () => void
    }
  }
  beforeEach(guard: () => undefined): () => void
  afterEach(hook: (to: RouteLike, from: RouteLike, failure?: unknown) => void): () => void
  isReady(): Promise<void>
}

const isRouteMeta = (meta: unknown): meta is RouteMeta =>
  meta === false || (typeof meta === 'object' && meta !== null)

/** Pages by route: the router itself says what was confirmed, refused, superseded (rules V1 to V6). */
export function vueRouterSource(router: RouterLike): NavigationSource {
  const { history } = router.options
  const hashRouting = history.base.includes('#')

  function locationOf({ fullPath, name, matched, meta }: RouteLike) {
    return locate(new URL(history.createHref(fullPath), location.href).href, hashRouting, {
      name: typeof name === 'symbol' ? name.description : (name ?? undefined),
      pattern: matched.at(-1)?.path,
      meta: isRouteMeta(meta.waypost) ? meta.waypost : undefined,
    })
  }

  return {
    name: 'vue-router',
    start(listener) {
      let stopped = false
      let arrived = false
      /** Target of a step in the history that is under way. */
      let popped: string | undefined

      const typeOf = (to: RouteLike): NavigationType => {
        if (popped === to.fullPath || (popped && popped === to.redirectedFrom?.fullPath)) return 'traverse'
        return 'replaced' in history.state && history.state.replaced ? 'replace' : 'push'
      }
      const confirm = guarded((to: RouteLike) => {
        arrived = true
        listener.confirmed({ location: locationOf(to), type: typeOf(to) })
        popped = undefined
      })

      const stop = together(
        history.listen((to) => {
          popped = to
        }),
        // The only hook that hears of an attempt. It decides nothing: it has no opinion and never waits.
        router.beforeEach(() => void guarded(listener.begin)()),
        router.afterEach((to, _from, failure) => {
          if (!failure) return confirm(to)
          if (popped === to.fullPath) popped = undefined
          guarded(listener.rejected)()
        }),
        () => {
          stopped = true
        },
      )
      // Installed after the landing: nobody will say again where it ended. A landing that failed is no page.
      router.isReady().then(
        () => {
          if (!arrived && !stopped) confirm(router.currentRoute.value)
        },
        () => undefined,
      )
      return stop
    },
  }
}
