import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { ComputedRef, ShallowRef } from 'vue'
import { root } from '../root.js'
import { problemOf, UNREACHABLE } from './problem.js'
import type { Problem } from './problem.js'
import { useRefresh } from './refresh.js'

export interface Panel<T> {
  /** The latest answer. It stays while the next one is on its way, so that nothing jumps. */
  readonly data: Readonly<ShallowRef<T | undefined>>
  readonly problem: Readonly<ShallowRef<Problem | undefined>>
  /** An answer to another question than the one shown is on its way. */
  readonly isStale: Readonly<ShallowRef<boolean>>
  /** Nothing has come yet. */
  readonly isFirst: ComputedRef<boolean>
  retry(): void
}

/**
 * Asks the collector, again whenever the question changes and whenever the page's moment moves on.
 *
 * @param question the address below the collector's root at a moment; `undefined` while there is nothing to ask.
 */
export function usePanel<T>(question: (now: number) => string | undefined): Panel<T> {
  const refresh = useRefresh()
  const data = shallowRef<T>()
  const problem = shallowRef<Problem>()
  const isStale = shallowRef(false)
  let asking: AbortController | undefined

  async function ask(address: string | undefined): Promise<void> {
    asking?.abort()
    if (address === undefined) {
      data.value = problem.value = undefined
      return
    }
    const { signal } = (asking = new AbortController())
    let answer: { readonly body: unknown } | { readonly problem: Problem }
    try {
      const response = await fetch(root + address, { signal, headers: { accept: 'application/json' } })
      const body: unknown = await response.json().catch(() => undefined)
      const isGood = response.ok && body !== undefined
      answer = isGood ? { body } : { problem: problemOf(response.status, body) }
    } catch {
      answer = { problem: UNREACHABLE }
    }
    if (signal.aborted) return
    isStale.value = false
    if ('problem' in answer) {
      problem.value = answer.problem
    } else {
      // The collector is ours, and its answers have these types.
      data.value = answer.body as T
      problem.value = undefined
    }
  }

  // The same question at another moment changes figures; another question makes those shown wrong.
  watch(
    () => question(0),
    () => (isStale.value = data.value !== undefined || problem.value !== undefined),
  )
  watch([() => question(refresh.now.value), refresh.now], ([address]) => ask(address), { immediate: true })
  onScopeDispose(() => asking?.abort())

  return {
    data,
    problem,
    isStale,
    isFirst: computed(() => data.value === undefined && problem.value === undefined),
    retry: refresh.tick,
  }
}
