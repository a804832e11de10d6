import { shallowRef } from 'vue'
import { showToast } from '../../app/toast'
import { ask, tell } from './api'
import type { ServerState } from './types'

/** What the server knows. It is there before the first page is shown. */
export const state = shallowRef<ServerState>()

export async function refresh(): Promise<ServerState> {
  return (state.value = await ask<ServerState>('/api/state'))
}

/** Does something on the server and shows what has changed, or why it was not done. Whether it was. */
export async function act(path: string, body: object = {}): Promise<boolean> {
  try {
    await tell(path, body)
    return true
  } catch (error) {
    showToast(error instanceof Error ? error.message : 'It did not work.')
    return false
  } finally {
    await refresh().catch(() => {})
  }
}

/** Keeps what is shown up to date while the page is seen. */
export function keepFresh(every = 2_000): void {
  const look = (): void => {
    if (document.visibilityState === 'visible') refresh().catch(() => {})
  }
  setInterval(look, every)
  document.addEventListener('visibilitychange', look)
}
