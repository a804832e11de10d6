import type { Router } from 'vue-router'
import { createRouter, createWebHistory, isNavigationFailure, NavigationFailureType } from 'vue-router'
import { isLoggedIn } from './login'
import { trackProgress } from './progress'
import { routes } from './routes'
import { setTitle } from './title'
import { showToast } from './toast'

export function createRillRouter(base: string): Router {
  const router = createRouter({
    history: createWebHistory(base),
    routes,
    scrollBehavior(to, _from, saved) {
      if (to.hash) return { el: to.hash, top: 88 }
      return saved ?? { top: 0 }
    },
  })

  router.beforeEach((to) => {
    if (to.meta.needsLogin && !isLoggedIn.value) return { name: 'login', query: { next: to.fullPath } }
    return true
  })

  router.afterEach((to, _from, failure) => {
    const { title } = to.meta
    if (!failure && title) setTitle(typeof title === 'function' ? title(to) : title)
    if (isNavigationFailure(failure, NavigationFailureType.aborted) && to.name === 'vault') {
      showToast('A guard said no. You stay where you are.')
    }
  })

  router.onError((error: unknown, to) => {
    showToast(
      to.name === 'reports'
        ? 'Reports could not be loaded. You stay where you are.'
        : error instanceof Error
          ? error.message
          : 'Something went wrong.',
    )
  })

  trackProgress(router)
  return router
}
