import type { Properties } from '../../core/index.js'

/** An event as PostHog takes it. */
export interface WireEvent {
  uuid: string
  event: string
  timestamp: string
  properties: Properties
}

/** An event that is ready to be sent. */
export interface Packed {
  uuid: string
  /** The event as JSON. */
  text: string
  /** Bytes of it. */
  size: number
}

/** Where PostHog's ingestion is, and for which project. */
export interface Project {
  url: string
  key: string
}

/** What became of a request. */
export interface Answer {
  /** 0 for no network, or blocked. */
  status: number
  /** What `Retry-After` says, milliseconds. */
  retryAfter: number
}

/** Browsers refuse more than 64 KiB in flight for requests that outlive their page. */
const OUTLIVING = 60_000

const encoder = new TextEncoder()
const bytesOf = (text: string) => encoder.encode(text).length

export function pack(event: WireEvent): Packed {
  const text = JSON.stringify(event)
  return { uuid: event.uuid, text, size: bytesOf(text) }
}

/**
 * The body of a request. `sent_at` beside the events' own timestamps lets the server correct a wrong clock.
 *
 * @param now when it is sent; undefined when nobody knows: then the server must not correct anything
 */
export function bodyOf({ key }: Project, batch: readonly Packed[], now?: number): string {
  const head = JSON.stringify({ api_key: key, sent_at: now && new Date(now).toISOString() })
  return `${head.slice(0, -1)},"batch":[${batch.map(({ text }) => text).join()}]}`
}

/** The first of these events: as many as one request takes that is to outlive its page, and one at least. */
export function firstOf(waiting: readonly Packed[]): readonly Packed[] {
  let size = 0
  const end = waiting.findIndex((event) => (size += event.size) > OUTLIVING)
  return waiting.slice(0, end < 0 ? undefined : end || 1)
}

/** What every request is like. Plain text: JSON that needs no preflight, which PostHog reads all the same. */
export const request = (body: string): RequestInit => ({
  method: 'POST',
  body,
  credentials: 'omit',
  // A URL may hold what the policy took out of the body.
  referrerPolicy: 'strict-origin',
})

/** One POST with an answer. Never rejects. */
export async function post({ url }: Project, body: string, signal?: AbortSignal): Promise<Answer> {
  try {
    // Text has its bytes counted by whoever packed it; three a letter is the most there is.
    const keepalive = body.length < OUTLIVING / 3 || bytesOf(body) < OUTLIVING + 2_000
    const { status, headers } = await fetch(url, { ...request(body), keepalive, ...(signal && { signal }) })
    const after = headers.get('retry-after') ?? ''
    return { status, retryAfter: Number(after) * 1000 || Date.parse(after) - Date.now() || 0 }
  } catch {
    return { status: 0, retryAfter: 0 }
  }
}

/** Sends what may have no answer, because the page goes, in as many requests as it takes. */
export function postAtExit(project: Project, events: readonly Packed[], now: number): void {
  for (let rest = events; rest.length;) {
    const batch = firstOf(rest)
    rest = rest.slice(batch.length)
    const body = bodyOf(project, batch, now)
    if (!navigator.sendBeacon(project.url, body)) void post(project, body)
  }
}
