import type { WaypostEvent } from './events.js'

/**
 * Sees every event before the sinks do, and returns it, a changed copy, or `null` to drop it.
 * One that throws drops the event: a redaction that failed must not leak.
 */
export type BeforeSend = (event: WaypostEvent) => WaypostEvent | null | undefined

/** Runs the hooks in their order. */
export function applyBeforeSend(
  event: WaypostEvent,
  hooks: readonly BeforeSend[],
  onError: (error: unknown) => void,
): WaypostEvent | null {
  let result: WaypostEvent | null = event
  try {
    for (const hook of hooks) {
      result = hook(result) ?? null
      if (!result) return null
    }
    return result
  } catch (error) {
    onError(error)
    return null
  }
}
