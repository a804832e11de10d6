import { createRoutes } from './routes.js'

/**
 * The test app and its router, not mounted yet, and a promise that its first navigation has ended, well or not.
 *
 * @param {typeof import('vue')} Vue
 * @param {typeof import('vue-router')} VueRouter
 * @param {import('vue').Component[]} beside Components that are rendered beside the pages.
 */
export function createTestApp(Vue, VueRouter, beside = []) {
  const { createMemoryHistory, createRouter, createWebHashHistory, createWebHistory } = VueRouter
  const histories = { web: createWebHistory, hash: createWebHashHistory, memory: createMemoryHistory }
  const router = createRouter({
    history: histories[window.e2e.history ?? 'web'](),
    routes: createRoutes(Vue, VueRouter),
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  })
  // Errors are what some routes are there for.
  const landed = new Promise((resolve) => {
    router.afterEach(resolve)
    router.onError(resolve)
  })
  void landed.then(() => (window.landed = true))
  router.beforeEach(({ meta: { earlyTitle } }) => {
    if (typeof earlyTitle === 'string') document.title = earlyTitle
  })
  router.afterEach(({ meta: { title } }, _from, failure) => {
    if (!failure && typeof title === 'string') document.title = title
  })

  window.router = router
  window.travel = (delta) =>
    new Promise((resolve) => {
      const stop = router.afterEach(() => {
        stop()
        resolve()
      })
      router.go(delta)
    })
  const app = Vue.createApp({
    render: () => [Vue.h(VueRouter.RouterView), ...beside.map((component) => Vue.h(component))],
  })
  return { app, router, landed }
}

/** Tells the server, and so the test, that the app is there. To a script of the test the page would owe its user activation. */
export const ready = () => fetch('/ready')
