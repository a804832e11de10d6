import { createRouter, createWebHistory } from 'vue-router'
import type { Router } from 'vue-router'
import { refresh, state } from './state'

export function createServerRouter(): Router {
  const router = createRouter({
    history: createWebHistory('/'),
    routes: [
      {
        path: '/setup',
        name: 'setup',
        meta: { title: 'Set up' },
        component: () => import('./pages/SetupPage.vue'),
      },
      {
        path: '/',
        name: 'workshop',
        meta: { title: 'Workshop' },
        component: () => import('./pages/WorkshopPage.vue'),
      },
      {
        path: '/settings/telemetry',
        name: 'telemetry',
        meta: { title: 'Telemetry' },
        component: () => import('./pages/TelemetryPage.vue'),
      },
      {
        path: '/what-we-send',
        name: 'what-we-send',
        meta: { title: 'What we send' },
        component: () => import('./pages/SentPage.vue'),
      },
      {
        path: '/:path(.*)*',
        name: 'missing',
        meta: { title: 'Not found' },
        component: () => import('./pages/MissingPage.vue'),
      },
    ],
    scrollBehavior: (to, _from, saved) => (to.hash ? { el: to.hash, top: 76 } : (saved ?? { top: 0 })),
  })

  router.beforeEach(async (to) => {
    const { isSetUp } = state.value ?? (await refresh())
    if (!isSetUp && to.name !== 'setup') return { name: 'setup', replace: true }
    if (isSetUp && to.name === 'setup') return { name: 'workshop', replace: true }
    return true
  })
  router.afterEach((to, _from, failure) => {
    if (!failure) document.title = `${to.meta.title} · Rill server`
  })
  return router
}
