import type { RouteMeta } from '../../core/index.js'
import { guarded } from '../diagnostics.js'
import { together } from '../listen.js'
import { locate } from '../page-location.js'
import type { NavigationSource } from './navigation-source.js'

/** What is used of a route of vue-router. */
export interface RouteLike {
  readonly path: string
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
      readonly state: { readonly replaced?: unknown }
      createHref(location: string): string
      listen(callback: (to: string) => void): () => void
    }
  }
  beforeEach(guard: () => undefined): () => void
  afterEach(hook: (to: RouteLike, from: RouteLike, failure?: unknown) => void): () => void
  isReady(): Promise<void>
}

/** Pages by route: the router itself says what was confirmed, refused, superseded (rules V1 to V6). */
export const vueRouterSource =
  (router: RouterLike): NavigationSource =>
  (listener) => {
    const { history } = router.options
    let landed = false
    /** Target of a step in the history that is under way. */
    let popped: string | undefined

    const confirm = guarded(({ path, fullPath, name, matched, meta, redirectedFrom }: RouteLike) => {
      landed = true
      const traversed = popped !== undefined && [fullPath, redirectedFrom?.fullPath].includes(popped)
      popped = undefined
      listener.confirmed({
        location: locate(
          new URL(history.createHref(fullPath), location.href).href,
          history.base.includes('#'),
          {
            // A symbol's own name is not for others.
            name: typeof name === 'string' ? name : undefined,
            path,
            pattern: matched.at(-1)?.path,
            meta: meta.waypost as RouteMeta | undefined,
          },
        ),
        type: traversed ? 'traverse' : history.state.replaced ? 'replace' : 'push',
      })
    })

    // Installed after the landing: nobody will say again where it ended. A landing that failed is no page.
    router.isReady().then(
      () => landed || confirm(router.currentRoute.value),
      () => {},
    )
    return together(
      () => {
        landed = true
      },
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
    )
  }
