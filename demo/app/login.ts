import { ref, watch } from 'vue'

const storageKey = 'rill:logged-in'

/** Survives a reload, ends with the tab. */
export const isLoggedIn = ref(sessionStorage.getItem(storageKey) === 'yes')

watch(
  isLoggedIn,
  (loggedIn) => {
    sessionStorage.setItem(storageKey, loggedIn ? 'yes' : 'no')
  },
  { flush: 'sync' },
)
