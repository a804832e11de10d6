import { inject, provide, shallowRef } from 'vue'
import type { InjectionKey, ShallowRef } from 'vue'

/** The moment that all panels of a page speak of. It moves on by itself, while somebody looks. */
export interface Refresh {
  /** Milliseconds since 1970. */
  readonly now: Readonly<ShallowRef<number>>
  /** Moves on at once. */
  tick(): void
  /** Seconds from one to the next; `undefined`: not by itself. */
  every(seconds: number | undefined): void
  stop(): void
}

const KEY: InjectionKey<Refresh> = Symbol('refresh')

export function createRefresh(page: Document = document, clock: () => number = Date.now): Refresh {
  const now = shallowRef(clock())
  let pause: number | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function schedule(): void {
    clearTimeout(timer)
    if (pause === undefined || page.visibilityState !== 'visible') return
    // A page that was hidden for longer is due at once.
    timer = setTimeout(tick, Math.max(0, now.value + pause * 1000 - clock()))
  }
  function tick(): void {
    now.value = clock()
    schedule()
  }
  page.addEventListener('visibilitychange', schedule)

  return {
    now,
    tick,
    every(seconds) {
      pause = seconds
      schedule()
    },
    stop() {
      clearTimeout(timer)
      page.removeEventListener('visibilitychange', schedule)
    },
  }
}

export const provideRefresh = (refresh: Refresh): void => provide(KEY, refresh)

export function useRefresh(): Refresh {
  const refresh = inject(KEY)
  if (!refresh) throw new Error('useRefresh() belongs below the component that provides it.')
  return refresh
}
