import { ref } from 'vue'
import type { Router } from 'vue-router'

export const isNavigating = ref(false)

export function trackProgress(router: Router): void {
  let latest = ''
  router.beforeEach((to) => {
    latest = to.fullPath
    isNavigating.value = true
    return true
  })
  router.afterEach((to) => {
    // A superseded navigation ends while its successor is still on the way.
    if (to.fullPath === latest) isNavigating.value = false
  })
  router.onError(() => {
    isNavigating.value = false
  })
}
