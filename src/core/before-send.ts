import type { WaypostEvent } from './events.js'

/**
 * Sees every event before the sinks do, and returns it, a changed copy, or `null` to drop it.
 * One that throws drops the event: a redaction that failed must not leak.
 */
export type BeforeSend = (event: WaypostEvent) => WaypostEvent | null | undefined

/** Runs the hooks in their order. What they throw is the caller's. */
export function applyBeforeSend(event: WaypostEvent, hooks: readonly BeforeSend[]): WaypostEvent | null {
  let result: WaypostEvent | null | undefined = event
  for (const hook of hooks) result = result && hook(result)
  return result ?? null
}
