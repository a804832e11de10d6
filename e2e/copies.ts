import type { CollectedEvent } from 'waypost/collector'

/** By this PostHog knows that two events are one: the documentation of its ingestion names these four. */
const identity = ({ uuid, event, distinctId, timestamp }: CollectedEvent) =>
  [uuid, event, distinctId, timestamp.slice(0, 10)].join()

/**
 * Events without their copies. What may have been lost with its answer is sent again: a browser that reloads a page, say,
 * tells it that a request has failed which has long arrived. Such a copy must be one to PostHog too, or this throws.
 */
export function withoutCopies(events: readonly CollectedEvent[]): CollectedEvent[] {
  const firsts = new Map<string, CollectedEvent>()
  for (const event of events) {
    const first = firsts.get(event.uuid)
    if (!first) firsts.set(event.uuid, event)
    else if (identity(first) !== identity(event))
      throw new Error(`${identity(event)} came as ${identity(first)} before: to PostHog these are two events`)
  }
  return [...firsts.values()]
}
