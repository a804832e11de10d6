import { nextTick } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import type { Router, RouteRecordRaw } from 'vue-router'
import { root } from './root.js'

declare module 'vue-router' {
  interface RouteMeta {
    /** What the page is called, in its heading and in the tab. */
    title?: string
    /** Which filters hold here: all of them, the time alone, or none. */
    filters?: 'all' | 'time' | 'none'
  }
}

/** Pages in the order of the navigation. The collector answers the same paths with this app: `collector/page-routes.ts`. */
export const PAGES = [
  { path: '/', name: 'overview', title: 'Overview', filters: 'all' },
  { path: '/live', name: 'live', title: 'Live', filters: 'none' },
  { path: '/pages', name: 'pages', title: 'Pages', filters: 'all' },
  { path: '/flows', name: 'flows', title: 'Flows', filters: 'all' },
  { path: '/sessions', name: 'sessions', title: 'Sessions', filters: 'all' },
  { path: '/delivery', name: 'delivery', title: 'Delivery', filters: 'all' },
  { path: '/installs', name: 'installs', title: 'Installs', filters: 'time' },
] as const

const components = {
  overview: () => import('./overview/OverviewPage.vue'),
  live: () => import('./live/LivePage.vue'),
  pages: () => import('./routes/RoutesPage.vue'),
  flows: () => import('./flows/FlowsPage.vue'),
  sessions: () => import('./sessions/SessionsPage.vue'),
  delivery: () => import('./delivery/DeliveryPage.vue'),
  installs: () => import('./installs/InstallsPage.vue'),
} satisfies Record<(typeof PAGES)[number]['name'], NonNullable<RouteRecordRaw['component']>>

const routes: RouteRecordRaw[] = [
  ...PAGES.map(({ path, name, title, filters }) => ({
    path,
    name,
    component: components[name],
    meta: { title, filters },
  })),
  {
    path: '/sessions/:id',
    name: 'session',
    component: () => import('./sessions/SessionPage.vue'),
    meta: { title: 'Session', filters: 'none' },
  },
  {
    path: '/:rest(.*)*',
    name: 'nowhere',
    component: () => import('./shell/NoPage.vue'),
    meta: { title: 'No such page', filters: 'none' },
  },
]

export function createPages(): Router {
  const router = createRouter({
    history: createWebHistory(new URL(root).pathname),
    routes,
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
  })
  router.afterEach((to, from, failure) => {
    document.title = `${to.meta.title ?? ''} · waypost collector`
    if (failure || from.matched.length === 0 || to.path === from.path) return
    // As after a load: who listens hears what page it is, and Tab goes on from its top.
    void nextTick(() => document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true }))
  })
  return router
}
