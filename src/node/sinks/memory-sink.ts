import type { ServerSink } from './sink.js'

/** One event, as it leaves. */
export interface ServerEvent {
  readonly distinct_id: string
  readonly event: string
  /** UUID version 7, made when it happened. */
  readonly uuid: string
  /** When it happened: ISO 8601. */
  readonly timestamp: string
  readonly properties: Readonly<Record<string, unknown>>
}

export interface MemorySink extends ServerSink {
  /** What it holds, oldest first. */
  peek(): readonly ServerEvent[]
  /** The same, and holds nothing any more. */
  drain(): ServerEvent[]
}

/**
 * Keeps events in memory, for tests and for a product that counts by itself. When it is full the oldest go first.
 *
 * @param most events that it holds. Default: 1000.
 */
export function memorySink(most = 1_000): MemorySink {
  let held: ServerEvent[] = []
  return {
    name: 'memory',
    preview: (events) => ({ to: 'memory', body: `[${events.join(',')}]` }),
    send: async ({ events }) => {
      held = [...held, ...events.map((event) => JSON.parse(event) as ServerEvent)].slice(-most)
      return { kind: 'accepted' }
    },
    peek: () => [...held],
    drain: () => held.splice(0),
  }
}
