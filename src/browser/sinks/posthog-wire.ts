import type { Properties } from '../../core/index.js'

/** An event as PostHog takes it. */
export interface WireEvent {
  uuid: string
  event: string
  timestamp: string
  properties: Properties
}

/** Where PostHog's ingestion is, and for which project. */
export interface Project {
  url: string
  key: string
}

/** Browsers refuse more than 64 KiB in flight for requests that outlive their page. */
const OUTLIVING = 60_000

/**
 * The body of a request. `sent_at` beside the events' own timestamps lets the server correct a wrong clock.
 *
 * @param now when it is sent; undefined when nobody knows: then the server must not correct anything
 */
export const bodyOf = ({ key }: Project, batch: readonly WireEvent[], now?: number): string =>
  JSON.stringify({ api_key: key, sent_at: now && new Date(now).toISOString(), batch })

/** Whether a body is small enough for a request that outlives its page. */
export const canOutlive = (body: string): boolean => new Blob([body]).size < OUTLIVING

/** What every request is like. Plain text: JSON that needs no preflight, which PostHog reads all the same. */
export const request = (body: string): RequestInit => ({
  method: 'POST',
  body,
  credentials: 'omit',
  // A URL may hold what the policy took out of the body.
  referrerPolicy: 'strict-origin',
})

/** One POST with an answer. Resolves with its status; 0 for no network, or blocked. Never rejects. */
export async function post({ url }: Project, body: string): Promise<number> {
  try {
    return (await fetch(url, { ...request(body), keepalive: canOutlive(body) })).status
  } catch {
    return 0
  }
}

/** Sends what may have no answer, because the page goes, in as many requests as it takes. */
export function postAtExit(project: Project, batch: readonly WireEvent[], now: number): void {
  const body = bodyOf(project, batch, now)
  if (!canOutlive(body) && batch.length > 1) {
    const half = batch.length >> 1
    postAtExit(project, batch.slice(0, half), now)
    postAtExit(project, batch.slice(half), now)
  } else if (!navigator.sendBeacon(project.url, body)) void post(project, body)
}
