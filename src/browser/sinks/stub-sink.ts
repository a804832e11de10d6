import type { Sink, WaypostEvent } from '../../core/index.js'

/** Records kept by a stub. The oldest go first. */
const LIMIT = 1000

/** Keeps events in this tab, readable at `waypost.recorded`, and sends nothing. */
export function stubSink(): Sink & { readonly recorded: readonly WaypostEvent[] } {
  const recorded: WaypostEvent[] = []
  return {
    name: 'stub',
    recorded,
    capture(event) {
      recorded.push(event)
      if (recorded.length > LIMIT) recorded.shift()
    },
  }
}
