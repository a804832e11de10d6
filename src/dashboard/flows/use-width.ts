import { onScopeDispose, ref, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'

/** Width of an element in pixels, whenever it changes; 0 while it is not there. */
export function useElementWidth(element: Readonly<ShallowRef<HTMLElement | null>>): Readonly<Ref<number>> {
  const width = ref(0)
  const observer = new ResizeObserver(([entry]) => (width.value = Math.floor(entry?.contentRect.width ?? 0)))
  watch(
    element,
    (now, before) => {
      if (before) observer.unobserve(before)
      if (now) observer.observe(now)
      width.value = Math.floor(now?.clientWidth ?? 0)
    },
    { flush: 'post' },
  )
  onScopeDispose(() => observer.disconnect())
  return width
}
