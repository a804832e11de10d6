import type { RouteMeta, SkipReason } from '../../core/index.js'
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
  readonly meta: Readonly<Record<string, unknown>>
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
  beforeEach(guard: (to: RouteLike) => undefined): () => void
  afterEach(hook: (to: RouteLike, from: RouteLike, failure?: unknown) => void): () => void
  isReady(): Promise<void>
}

/** vue-router's `NavigationFailureType`, in our words. */
const reasonOf = (failure: unknown): SkipReason =>
  (({ 8: 'superseded', 16: 'duplicated' }) as const)[Number(Reflect.get(Object(failure), 'type'))] ??
  'aborted'

/** Pages by route: the router itself says what was confirmed, refused, superseded (rules V1 to V6). */
export const vueRouterSource =
  (router: RouterLike): NavigationSource =>
  (listener) => {
    const { history } = router.options
    let landed = false
    /** Target of a step in the history that nobody has answered yet. */
    let popped: string | undefined
    /** The latest attempt, what it was before any redirect, and whether it is a step in the history. */
    let attempt: RouteLike | undefined
    let asked: RouteLike['redirectedFrom']
    let step = false

    const begin = (to: RouteLike) => {
      const from = to.redirectedFrom ?? to
      step = popped === from.fullPath || (step && asked === from)
      popped = undefined
      attempt = to
      asked = from
      guarded(listener.begin)(from !== to)
    }

    const confirm = guarded(({ path, fullPath, name, matched, meta }: RouteLike) => {
      landed = true
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
        type: step ? 'traverse' : history.state.replaced ? 'replace' : 'push',
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
      router.beforeEach((to) => void begin(to)),
      router.afterEach((to, _from, failure) => {
        if (!failure) return confirm(to)
        if (popped === to.fullPath) popped = undefined
        if (__DEV__) guarded(() => listener.skipped?.(reasonOf(failure), to.path))()
        if (attempt === to) guarded(listener.rejected)()
      }),
    )
  }
