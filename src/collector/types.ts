import type { Retention } from './archive/types.js'
import type { ForwardingStatus } from './forward/status.js'
import type { GateOptions } from './gate/options.js'
import type { Ping } from './pings.js'

/** What {@link CollectedEvent.request} says about the request that carried an event. */
export interface RequestFacts {
  /** Path asked for, without the query: `/i/v0/e/`. */
  readonly path: string
  /** `GET` carries the events in `?data=`. */
  readonly method: 'GET' | 'POST'
  /** The `Content-Type` as sent, `null` when there was none. `text/plain` needs no CORS preflight. */
  readonly contentType: string | null
  /** The outermost encoding found in the body, whatever its headers claim. */
  readonly encoding: 'none' | 'gzip' | 'base64'
  /** `?retry_count=` of PostHog's libraries: 0 for a first attempt. */
  readonly retryCount: number
  /** The page's origin, `null` outside a browser. */
  readonly origin: string | null
  /** `cors` for fetch, `no-cors` for a beacon, `null` outside a browser. */
  readonly secFetchMode: string | null
  /** Size of the events as they travelled, in bytes, before any decoding. */
  readonly bytes: number
}

/** One event as it arrived. Neither the sender's IP address nor its User-Agent header is kept. */
export interface CollectedEvent {
  /** 1, 2, 3… in order of arrival. Never used twice by one collector, not even after `clear()`. */
  readonly seq: number
  /** When the collector got it: ISO 8601, by the collector's clock. */
  readonly receivedAt: string
  /** The project key (`phc_…`) it was sent with. */
  readonly token: string
  /** The event's name: `$pageview`. */
  readonly event: string
  /** The event's own id in lower case, or a new UUIDv7 when it had none. */
  readonly uuid: string
  /** When it happened: ISO 8601, from its `timestamp` or `offset`; `receivedAt` when neither can be read. */
  readonly timestamp: string
  /** When the request left, by the sender's clock: ISO 8601. `null` when it did not say. */
  readonly sentAt: string | null
  /** Who did it. Values that are not strings arrive as JSON; more than 200 characters are cut, as PostHog does. */
  readonly distinctId: string
  /** The event's properties, untouched. */
  readonly properties: Readonly<Record<string, unknown>>
  /** Person properties to set (`$set`), when there are any. */
  readonly set?: Readonly<Record<string, unknown>>
  /** Person properties to set unless they exist (`$set_once`), when there are any. */
  readonly setOnce?: Readonly<Record<string, unknown>>
  /** True when this project has already sent this uuid: a retry, or a bug. Kept in the list, left out of counts. */
  readonly duplicate: boolean
  /** How it travelled. */
  readonly request: RequestFacts
}

/** Which events to read. Every condition given must hold. */
export interface EventFilter {
  /** Only this project key. */
  readonly token?: string
  /** Only events of this name. */
  readonly event?: string
  /** Only events with a higher `seq`. */
  readonly after?: number
  /** At most so many: with `after` the oldest of them (to read on page by page), without it the newest. */
  readonly limit?: number
}

/** The answer of `GET /events`. */
export interface EventPage {
  /** Oldest first. */
  readonly events: readonly CollectedEvent[]
  /** How many kept events match `token` and `event`, duplicates not counted, `after` and `limit` not applied. */
  readonly total: number
  /** How many events are gone because the collector was full, since its start or the last full `clear()`. */
  readonly dropped: number
}

/** How a collector is set up. Everything has a default. */
export interface CollectorOptions extends GateOptions {
  /** TCP port; 0 takes any free one, see {@link Collector.url}. Default 8765. */
  readonly port?: number
  /** Address to listen on. Default `127.0.0.1`: this machine only. `0.0.0.0` lets the network in, and takes a `readToken`. */
  readonly host?: string
  /**
   * Largest request, in bytes, both as it travels and unpacked.
   * Default as at PostHog: 20 MiB on `/batch`, 25 MiB on `/s` (session recordings), 2 MiB on the other routes.
   */
  readonly bodyLimit?: number
  /** How many events are kept; the oldest go first. Default 10 000. */
  readonly maxEvents?: number
  /** How many bytes of events (as JSON) are kept; the oldest go first. Default 256 MiB. */
  readonly maxBytes?: number
  /**
   * Folder that events are kept in for good; it is made when it is not there. Needs `@duckdb/node-api`, and is one
   * collector's at a time. Default: none, events are gone when the process ends.
   */
  readonly data?: string
  /** What is kept for questions. Default: everything in `data`; without it, the newest 100 000 events. */
  readonly retention?: Retention
  /**
   * Address of PostHog, such as `https://eu.i.posthog.com`: what was answered is passed on to it, in its order, for as long as
   * it takes. Needs {@link CollectorOptions.data}. Default: nothing is passed on.
   */
  readonly forward?: string
  /** Bytes that may wait to be passed on; beyond them new events get a 503. Default: 1 GiB. */
  readonly spoolBytes?: number
  /** The clock that arrivals are stamped with, in milliseconds since 1970: for tests and examples. Default `Date.now`. */
  readonly now?: () => number
  /** Folder of the built live page. Default: `dashboard` beside the bundled collector. */
  readonly dashboard?: string | URL
}

/** A running collector. */
export interface Collector {
  /** Where it listens, without a trailing slash: the `host` to configure in a PostHog library. */
  readonly url: string
  /** The events kept, oldest first. */
  events(filter?: EventFilter): CollectedEvent[]
  /** How passing on is doing; `undefined` where nothing is passed on. */
  forwarding(): Promise<ForwardingStatus> | undefined
  /** Reports of installs, oldest first, each once. The newest 10 000 are kept. */
  pings(): Ping[]
  /**
   * Forgets events, of one project key or all, and their uuids with them. All: the reports as well.
   * What is kept in {@link CollectorOptions.data} stays.
   */
  clear(token?: string): void
  /**
   * Calls `listener` for every event that arrives from now on.
   * What the listener throws surfaces as an uncaught exception and never disturbs the collector.
   *
   * @returns a function that ends the subscription.
   */
  subscribe(listener: (event: CollectedEvent) => void): () => void
  /** Answers what is under way, ends event streams and frees the port. May be called again. */
  close(): Promise<void>
}
