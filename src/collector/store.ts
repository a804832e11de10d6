import { callListener } from './call-listener.js'
import { uuidv7 } from './uuid.js'
import { readTimestamp } from './event-times.js'
import type { CollectedEvent, EventFilter, EventPage, RequestFacts } from './types.js'
import type { AcceptedEvent } from './validate.js'

/** Everything one request brought. */
export interface Delivery {
  readonly token: string
  readonly sentAt: string | null
  readonly events: readonly AcceptedEvent[]
  readonly request: RequestFacts
  /** Size of the JSON the events came in, in characters. */
  readonly length: number
}

/** An event with all that it will have, but its place among the others. */
export type ReceivedEvent = Omit<CollectedEvent, 'seq' | 'duplicate'>

/** What happened to the store. Events of one request arrive together. */
export type StoreChange =
  | { readonly kind: 'added'; readonly events: readonly CollectedEvent[] }
  | { readonly kind: 'cleared'; readonly token: string | undefined }

export interface Store {
  add(delivery: Delivery): void
  /** The two halves of `add`, for whoever has to do something in between: events get their ids and times, */
  receive(delivery: Delivery): readonly ReceivedEvent[]
  /** and are shown. */
  publish(events: readonly ReceivedEvent[], delivery: Delivery): void
  read(filter: EventFilter): EventPage
  /** The highest `seq` given so far, 0 before the first. */
  readonly lastSeq: number
  clear(token?: string): void
  subscribe(listener: (change: StoreChange) => void): () => void
}

export interface StoreOptions {
  readonly maxEvents: number
  readonly maxBytes: number
  readonly now: () => number
}

interface Kept {
  readonly event: CollectedEvent
  readonly size: number
}

/** Uuids remembered per event kept: a retry may come long after its first attempt has been pushed out. */
const UUIDS_PER_EVENT = 4

export function createStore({ maxEvents, maxBytes, now }: StoreOptions): Store {
  let kept: Kept[] = []
  let bytes = 0
  let dropped = 0
  let lastSeq = 0
  // A set walks in the order of insertion, so the oldest uuid is the first.
  const seen = new Set<string>()
  const listeners = new Set<(change: StoreChange) => void>()

  function isDuplicate(token: string, uuid: string): boolean {
    const key = `${token}\n${uuid}`
    if (seen.has(key)) return true
    seen.add(key)
    const oldest = seen.size > maxEvents * UUIDS_PER_EVENT ? seen.values().next() : undefined
    if (oldest?.done === false) seen.delete(oldest.value)
    return false
  }

  function makeRoom(): void {
    let excess = Math.max(0, kept.length - maxEvents)
    bytes -= sizeOf(kept.slice(0, excess))
    // The newest event stays even if it is larger than everything allowed.
    while (bytes > maxBytes && excess < kept.length - 1) bytes -= kept[excess++]?.size ?? 0
    kept.splice(0, excess)
    dropped += excess
  }

  function announce(change: StoreChange): void {
    for (const listener of [...listeners]) callListener(listener, change)
  }

  function receive({ token, sentAt, events, request }: Delivery): ReceivedEvent[] {
    const time = now()
    const receivedAt = new Date(time).toISOString()
    return events.map((accepted) => ({
      receivedAt,
      token,
      event: accepted.event,
      uuid: accepted.uuid ?? uuidv7(time),
      timestamp: readTimestamp(accepted.timestamp, accepted.offset, sentAt, receivedAt),
      sentAt,
      distinctId: accepted.distinctId,
      properties: accepted.properties,
      ...(accepted.set && { set: accepted.set }),
      ...(accepted.setOnce && { setOnce: accepted.setOnce }),
      request,
    }))
  }

  function publish(events: readonly ReceivedEvent[], { length }: Delivery): void {
    const size = Math.ceil(length / events.length)
    const added = events.map((event): CollectedEvent => ({
      seq: ++lastSeq,
      ...event,
      duplicate: isDuplicate(event.token, event.uuid),
    }))
    for (const event of added) kept.push({ event, size })
    bytes += size * added.length
    makeRoom()
    announce({ kind: 'added', events: added })
  }

  return {
    add: (delivery) => publish(receive(delivery), delivery),
    receive,
    publish,

    read(filter) {
      const matching = kept.map(({ event }) => event).filter((event) => matches(event, filter))
      const { after, limit = matching.length } = filter
      const page = after === undefined ? matching : matching.filter(({ seq }) => seq > after)
      const events = after === undefined ? page.slice(Math.max(0, page.length - limit)) : page.slice(0, limit)
      return { events, total: matching.filter(({ duplicate }) => !duplicate).length, dropped }
    },

    get lastSeq() {
      return lastSeq
    },

    clear(token) {
      kept = token === undefined ? [] : kept.filter(({ event }) => event.token !== token)
      bytes = sizeOf(kept)
      for (const key of seen) if (token === undefined || key.startsWith(`${token}\n`)) seen.delete(key)
      if (token === undefined) dropped = 0
      announce({ kind: 'cleared', token })
    },

    subscribe(listener) {
      // A fresh function each time: one listener may subscribe twice and stop once.
      const entry = (change: StoreChange): void => listener(change)
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
  }
}

/** Whether an event is of the project and the name asked for. */
export function matches(event: CollectedEvent, { token, event: name }: EventFilter): boolean {
  return (token === undefined || event.token === token) && (name === undefined || event.event === name)
}

function sizeOf(kept: readonly Kept[]): number {
  return kept.reduce((sum, { size }) => sum + size, 0)
}
