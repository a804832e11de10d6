import { callListener } from './call-listener.js'
import { uuidv7 } from './uuid.js'
import { readTimestamp } from './event-times.js'
import { createQueue } from './queue.js'
import { createRecentIds } from './recent-ids.js'
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
  let kept = createQueue<Kept>()
  let bytes = 0
  let dropped = 0
  let lastSeq = 0
  const seen = createRecentIds(maxEvents * UUIDS_PER_EVENT)
  const listeners = new Set<(change: StoreChange) => void>()

  function makeRoom(): void {
    // The newest event stays even if it is larger than everything allowed.
    while (kept.length > maxEvents || (bytes > maxBytes && kept.length > 1)) {
      bytes -= kept.shift()?.size ?? 0
      dropped++
    }
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
    const added = events.map((received) => {
      const event = { seq: ++lastSeq, ...received, duplicate: seen.isRepeated(received.token, received.uuid) }
      kept.push({ event, size })
      return event
    })
    bytes += size * added.length
    makeRoom()
    announce({ kind: 'added', events: added })
  }

  return {
    add: (delivery) => publish(receive(delivery), delivery),
    receive,
    publish,

    read(filter) {
      const matching = [...kept].map(({ event }) => event).filter((event) => matches(event, filter))
      const { after, limit = matching.length } = filter
      const page = after === undefined ? matching : matching.filter(({ seq }) => seq > after)
      const events = after === undefined ? page.slice(Math.max(0, page.length - limit)) : page.slice(0, limit)
      return { events, total: matching.filter(({ duplicate }) => !duplicate).length, dropped }
    },

    get lastSeq() {
      return lastSeq
    },

    clear(token) {
      const stay = token === undefined ? [] : [...kept].filter(({ event }) => event.token !== token)
      kept = createQueue(stay)
      bytes = stay.reduce((sum, { size }) => sum + size, 0)
      seen.forget(token)
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
