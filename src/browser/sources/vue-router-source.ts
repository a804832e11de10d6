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
  readonly params: Readonly<Record<string, string | readonly string[]>>
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
    /** Target of the last step in the history, and what the history looked like then. */
    let popped: string | undefined
    let poppedState: unknown
    /** What the latest attempt was before any redirect. */
    let asked: RouteLike['redirectedFrom']
    /** Attempts that are steps in the history, as they were before any redirect. */
    const steps = new WeakSet<object>()
    const rootOf = (to: RouteLike) => to.redirectedFrom ?? to
    /** The step was neither taken back, nor has the app gone on from there. */
    const stillThere = () => history.state === poppedState

    const begin = (to: RouteLike) => {
      const root = rootOf(to)
      if (popped === root.fullPath && stillThere()) {
        steps.add(root)
        popped = undefined
      }
      asked = root
      guarded(listener.begin)(root !== to)
    }

    const confirm = guarded((to: RouteLike) => {
      const { path, fullPath, name, params, matched, meta } = to
      const root = rootOf(to)
      // Where it was redirected, the router has added an entry of its own.
      const step = steps.has(root) && (root !== to || stillThere())
      landed = true
      listener.confirmed({
        location: locate(
          new URL(history.createHref(fullPath), location.href).href,
          history.base.includes('#'),
          {
            // A symbol's own name is not for others.
            name: typeof name === 'string' ? name : undefined,
            path,
            params,
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
        poppedState = history.state
      }),
      // The only hook that hears of an attempt. It decides nothing: it has no opinion and never waits.
      router.beforeEach((to) => void begin(to)),
      router.afterEach((to, _from, failure) => {
        if (!failure) return confirm(to)
        if (__DEV__) guarded(() => listener.skipped?.(reasonOf(failure), to.path))()
        if (asked === rootOf(to)) guarded(listener.rejected)()
      }),
    )
  }
