import { onUnmounted, ref, watch } from 'vue'
import type { Ref } from 'vue'

/** Often enough to know that something happens, rarely enough to go on listening to something else. */
const PAUSE_MS = 10_000

/** A sentence for screen readers about how many events arrived, at most one every ten seconds. */
export function useAnnouncement(total: Readonly<Ref<number>>): Readonly<Ref<string>> {
  const announcement = ref('')
  let announced = total.value
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(total, () => {
    timer ??= setTimeout(() => {
      timer = undefined
      const added = total.value - announced
      announced = total.value
      if (added > 0)
        announcement.value = `${added} new ${added === 1 ? 'event' : 'events'}, ${total.value} in all.`
    }, PAUSE_MS)
  })
  onUnmounted(() => clearTimeout(timer))
  return announcement
}
