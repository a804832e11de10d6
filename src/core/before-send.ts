import type { WaypostEvent } from './events.js'

/**
 * Sees every event before the sinks do, and returns it, a changed copy, or `null` to drop it.
 * One that throws drops the event: a redaction that failed must not leak.
 *
 * `kept`: this is no event yet. It is a leave as it would be if the tab died now, put into the browser's hands in case it
 * does (rule L5). Redact it like any other, but count nothing.
 */
export type BeforeSend = (
  event: WaypostEvent,
  context: { readonly kept: boolean },
) => WaypostEvent | null | undefined

/** Runs the hooks in their order. What they throw is the caller's. */
export function applyBeforeSend(
  event: WaypostEvent,
  hooks: readonly BeforeSend[],
  kept = false,
): WaypostEvent | null {
  let result: WaypostEvent | null | undefined = event
  for (const hook of hooks) result = result && hook(result, { kept })
  return result ?? null
}
