import { onMounted, watch } from 'vue'

export function setTitle(title: string): void {
  document.title = `${title} · Rill`
}

/** Sets the title once the page is mounted, as many apps do, and keeps it right when the page is reused. */
export function useMountedTitle(title: () => string): void {
  onMounted(() => {
    watch(title, setTitle, { immediate: true })
  })
}
