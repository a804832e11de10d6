import { h } from 'vue'
import * as vueRouter4 from 'vue-router'
import type {
  NavigationFailure,
  NavigationGuardReturn,
  Router,
  RouterHistory,
  RouteRecordRaw,
} from 'vue-router'
import * as vueRouter5 from 'vue-router-5'
import { nextEvents } from './recorder.contract.js'
import type { RouterLike } from './vue-router-source.js'

/** The two versions have one interface; their types differ by the identity of an enum. */
export const versions = {
  'vue-router 4': vueRouter4,
  'vue-router 5': vueRouter5 as unknown as typeof vueRouter4,
}
export type Version = keyof typeof versions

/** Each kind of history, with the part of the URL that stands before the path of a page. */
export const histories = {
  web: {
    base: '',
    page: '',
    inMemory: false,
    create: (version: Version) => versions[version].createWebHistory(),
  },
  'web under a base': {
    base: '/app',
    page: '/app',
    inMemory: false,
    create: (version: Version) => versions[version].createWebHistory('/app/'),
  },
  hash: {
    base: '/page#',
    page: '',
    inMemory: false,
    create: (version: Version) => versions[version].createWebHashHistory('/page'),
  },
  memory: {
    base: '',
    page: '',
    inMemory: true,
    create: (version: Version) => versions[version].createMemoryHistory(),
  },
} as const satisfies Record<
  string,
  { base: string; page: string; inMemory: boolean; create(version: Version): RouterHistory }
>
export type HistoryName = keyof typeof histories

const page = { render: () => h('p') }

const routes: RouteRecordRaw[] = [
  { path: '/:letter(\\w)', component: page },
  { path: '/', component: page },
  { path: '/old', redirect: '/new' },
  { path: '/new', name: 'new', component: page },
  { path: '/login', name: 'login', component: page },
  { path: '/people', alias: ['/members', '/folks'], name: 'people', component: page },
  { path: '/hidden', component: page, meta: { waypost: false } },
  { path: '/renamed', component: page, meta: { waypost: { name: 'other', properties: { area: 'x' } } } },
  { path: '/symbol', name: Symbol('secret'), component: page },
  { path: '/broken', component: () => Promise.reject(new Error('chunk failed')) },
  {
    path: '/team/:slug',
    component: page,
    meta: { waypost: { properties: { area: 'team' } } },
    children: [
      { path: '', name: 'team', component: page },
      { path: 'members/:id(\\d+)?', name: 'team-members', component: page },
    ],
  },
  { path: '/:rest(.*)*', name: 'not-found', component: page },
]

/** A router that has not started, on a page whose URL is the landing. */
export function createRouterApp(version: Version, historyName: HistoryName, landing: string) {
  const { base, page: prefix, inMemory, create } = histories[historyName]
  if (!inMemory) history.replaceState(null, '', base + landing)
  const routerHistory = create(version)
  const router: Router = versions[version].createRouter({ history: routerHistory, routes })
  let hooks = 0
  const counted =
    <Args extends unknown[]>(add: (...args: Args) => () => void) =>
    (...args: Args) => {
      const remove = add(...args)
      hooks += 1
      return () => {
        hooks -= 1
        remove()
      }
    }
  /** The same router, which counts what is hooked into it. */
  const watched: RouterLike = {
    currentRoute: router.currentRoute,
    options: {
      history: {
        base: routerHistory.base,
        get state() {
          return routerHistory.state
        },
        createHref: routerHistory.createHref,
        listen: counted(routerHistory.listen),
      },
    },
    beforeEach: counted(router.beforeEach),
    afterEach: counted(router.afterEach),
    isReady: router.isReady,
  }
  /** Resolves with what became of the next navigation that ends. */
  const ended = () =>
    new Promise<NavigationFailure | undefined>((resolve) => {
      const remove = router.afterEach((_to, _from, failure) => {
        remove()
        resolve(failure || undefined)
      })
    })
  /** Adds a guard for one target, and returns its removal. */
  const guard = (path: string, decide: () => NavigationGuardReturn | Promise<NavigationGuardReturn>) =>
    router.beforeEach((to) => (to.path === path ? decide() : undefined))

  return {
    router,
    watched,
    inMemory,
    ended,
    /** What `app.use(router)` does. */
    land: () => router.push(landing),
    /** A step in the history that is confirmed. */
    async go(steps: number) {
      const end = ended()
      router.go(steps)
      await end
    },
    /** A step in the history that is refused: the router puts the URL back. */
    async goRefused(steps: number) {
      const back = inMemory ? undefined : nextEvents('popstate', 2)
      const end = ended()
      router.go(steps)
      const failure = await end
      await back
      return failure
    },
    guard,
    /** Holds every navigation to a path until it is opened. */
    slow(path: string) {
      let open = () => {}
      let reach = () => {}
      const opened = new Promise<void>((resolve) => (open = resolve))
      const reached = new Promise<void>((resolve) => (reach = resolve))
      guard(path, () => {
        reach()
        return opened
      })
      return { open, reached }
    },
    url: (path: string) => location.origin + base + path,
    path: (path: string) => prefix + path,
    traces: () => hooks,
    close: () => routerHistory.destroy(),
  }
}
export type RouterApp = ReturnType<typeof createRouterApp>
