import type { Sink, WaypostEvent } from '../../core/index.js'

/** Records kept by a stub. The oldest go first. */
const LIMIT = 1000

/** Keeps events in this tab, readable at `waypost.recorded`, and sends nothing. */
export const stubSink = (): Sink => () => {
  const recorded: WaypostEvent[] = []
  return {
    recorded,
    capture(event) {
      if (recorded.push(event) > LIMIT) recorded.shift()
    },
  }
}
