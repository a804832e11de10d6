import { h } from 'vue'
import type { NavigationGuardReturn, Router, RouterHistory, RouteRecordRaw } from 'vue-router'
import { versions } from '../vue-routers.contract.js'
import type { Version } from '../vue-routers.contract.js'
import { ELSEWHERE } from './router-model.contract.js'
import type { Answer, RouteSketch, Stage, Verdict } from './router-model.contract.js'

/** When a page sets its title: in a guard, right when it is confirmed, when it is mounted, or so many milliseconds later. */
type TitleHabit = 'early' | 'after' | 'mounted' | number

interface RoutePlan extends RouteSketch {
  path: string
  /** How this page sets its title; one that has none leaves the document as it is. */
  titled?: TitleHabit
}

const plan = (path: string, titled?: TitleHabit, more: Partial<RoutePlan> = {}): RoutePlan => ({
  path,
  record: path,
  ...(titled !== undefined && { titled }),
  ...(titled === 'early' && { earlyTitle: `Title ${path}` }),
  page: {},
  ...more,
})

/** Paths of the app, each with what there is to know of it. */
export const plans: readonly RoutePlan[] = [
  plan('/a', 'after', { page: { name: 'page a' } }),
  plan('/b', 'after'),
  plan('/c', 'early'),
  plan('/d', 'early'),
  plan('/mounted', 'mounted'),
  plan('/late', 120),
  plan('/never', 2000),
  plan('/untitled'),
  plan('/lazy', 'after'),
  plan('/broken', 'after', { broken: true }),
  plan('/old', undefined, { redirect: '/b' }),
  plan('/older', undefined, { redirect: '/old' }),
  plan('/off', 'after', { page: { ignored: true } }),
  plan('/renamed', 'after', { page: { name: 'checkout' } }),
  ...['/team/x', '/team/y'].map((path) => plan(path, 'after', { record: 'team', page: { name: 'team' } })),
  plan('/team/x/members', 'after', { record: 'members', page: { name: 'members' } }),
]
const lost = plan('/lost', 'after', { page: { name: 'lost' } })

export const sketch = (path: string): RoutePlan => plans.find((one) => one.path === path) ?? lost
/** What the document says before any page does. */
export const UNTITLED = 'index.html'
export const titleOf = (path: string) => `Title ${path}`

/** vue-router's history in memory, which also tells what was replaced, as the browser's does. */
function tellReplaced(history: RouterHistory): RouterHistory {
  const { push, replace } = history
  return Object.create(history, {
    push: { value: (to: string, data?: object) => push(to, { ...data, replaced: false }) },
    replace: { value: (to: string, data?: object) => replace(to, { ...data, replaced: true }) },
  })
}

/** What the app does with the document's title, and with time. */
interface AppWorld {
  readTitle(): string
  setTitle(title: string): void
  /** The same, of the page that the app is on, some time after it came there. */
  setTitleLate(title: string): void
  /** Runs a task later; returns its cancellation. */
  schedule(task: () => void, delay: number): () => void
}

/** A router, and an app's guards around it that do as the walk says. */
export function createWalkedApp(
  version: Version,
  tellsReplace: boolean,
  { readTitle, setTitle, setTitleLate, schedule }: AppWorld,
) {
  let verdict: Verdict | undefined
  /** Guards that have not decided, by what they wait for. */
  const held: ((says?: Answer) => void)[] = []

  function answer(says: Answer | undefined): NavigationGuardReturn | Promise<NavigationGuardReturn> {
    if (says === 'no') return false
    if (says === 'throws') throw new Error('a guard of the app threw')
    if (says === 'elsewhere') return ELSEWHERE
    if (says === 'slow')
      return new Promise<Answer | undefined>((resolve) => held.push(resolve)).then((later) => answer(later))
    return undefined
  }
  const guard = (stage: Stage) => () => {
    if (verdict?.stage !== stage) return undefined
    const { says } = verdict
    verdict = undefined
    return answer(says)
  }

  const component = () => ({ render: () => h('p') })
  const page = (path: string, more: Partial<RouteRecordRaw> = {}) =>
    ({ path, component: component(), beforeEnter: guard('enter'), ...more }) as RouteRecordRaw
  const routes: RouteRecordRaw[] = [
    page('/a', { name: 'page a' }),
    ...['/b', '/c', '/d', '/mounted', '/late', '/never', '/untitled'].map((path) => page(path)),
    page('/lazy', { component: () => Promise.resolve(component()) }),
    page('/broken', { component: () => Promise.reject(new Error('a chunk did not load')) }),
    { path: '/old', redirect: '/b' },
    { path: '/older', redirect: '/old' },
    page('/off', { meta: { waypost: false } }),
    page('/renamed', { name: 'internal', meta: { waypost: { name: 'checkout' } } }),
    {
      path: '/team/:slug',
      component: { render: () => h('p') },
      children: [page('', { name: 'team' }), page('members', { name: 'members' })],
    },
    page('/:rest(.*)*', { name: 'lost' }),
  ]
  const vueRouter = versions[version]
  const memory = vueRouter.createMemoryHistory()
  const history = tellsReplace ? tellReplaced(memory) : memory
  const router: Router = vueRouter.createRouter({ history, routes })
  // What a component's onBeforeRouteLeave() does; nothing is mounted here.
  for (const { children, leaveGuards } of router.getRoutes())
    if (!children.length) leaveGuards.add(guard('leave'))
  const quiet = () => {}

  let cancelTitle = quiet
  /** What the document says of the page that the app is on. */
  let title = UNTITLED
  const call = (path: string, set = setTitle) => set((title = titleOf(path)))
  /** A title that was set too soon is taken back. */
  const restore = () => setTitle(title)
  function addTitles() {
    router.beforeEach((to) => {
      if (sketch(to.path).titled === 'early') setTitle(titleOf(to.path))
    })
    router.afterEach((to, _from, failure) => {
      if (failure) {
        // Who was superseded has nothing to take back, nor has who asked for the same place again.
        const { aborted, duplicated } = vueRouter.NavigationFailureType
        if (vueRouter.isNavigationFailure(failure, to.redirectedFrom ? aborted | duplicated : aborted))
          restore()
        return
      }
      const { titled } = sketch(to.path)
      title = readTitle()
      if (titled === 'after') call(to.path)
      if (titled === 'mounted') queueMicrotask(() => call(to.path))
      cancelTitle()
      cancelTitle = quiet
      if (typeof titled === 'number') cancelTitle = schedule(() => call(to.path, setTitleLate), titled)
    })
    router.onError(restore)
  }
  function addGuards() {
    router.beforeEach(guard('each'))
    router.beforeResolve(guard('resolve'))
  }

  return {
    router,
    /** The app's own hooks. The walk says whether they come before or after the tracker's. */
    hook() {
      addTitles()
      addGuards()
    },
    set verdict(value: Verdict | undefined) {
      verdict = value
    },
    ask(to: string, how: 'push' | 'replace') {
      router[how](to).catch(quiet)
    },
    release: (says?: Answer) => held.shift()?.(says),
    get current() {
      return router.currentRoute.value.fullPath
    },
    get url() {
      return history.location
    },
    close: () => history.destroy(),
  }
}
export type WalkedApp = ReturnType<typeof createWalkedApp>
