import { ref, watchEffect } from 'vue'

const storageKey = 'rill:panel'

function initial(): boolean {
  const remembered = localStorage.getItem(storageKey)
  // Without a wish of the visitor it is open where it does not cover the page.
  return remembered ? remembered === 'open' : matchMedia('(min-width: 1100px)').matches
}

export const isPanelOpen = ref(initial())

export function togglePanel(): void {
  isPanelOpen.value = !isPanelOpen.value
  localStorage.setItem(storageKey, isPanelOpen.value ? 'open' : 'closed')
}

/** The page makes room for the drawer in CSS. */
watchEffect(() => {
  document.documentElement.dataset['panel'] = isPanelOpen.value ? 'open' : 'closed'
})
