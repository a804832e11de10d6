import type { Properties } from '../../core/index.js'

/** An event as PostHog takes it. */
export interface WireEvent {
  uuid: string
  event: string
  timestamp: string
  properties: Properties
}

export interface Endpoint {
  key: string
  host: string
}

/** Browsers refuse more than 64 KiB in flight for requests that outlive their page. */
const OUTLIVING = 60_000

/**
 * One POST. Plain text: JSON that needs no preflight, which PostHog reads all the same. `sent_at` beside the events'
 * own timestamps lets the server correct a wrong clock.
 *
 * @param outlive the page may be gone before the answer
 */
export async function sendBatch({ key, host }: Endpoint, batch: WireEvent[], now: number, outlive: boolean): Promise<void> {
  const body = JSON.stringify({ api_key: key, sent_at: new Date(now).toISOString(), batch })
  if (outlive && body.length > OUTLIVING && batch.length > 1) {
    const half = batch.length >> 1
    await Promise.all(
      [batch.slice(0, half), batch.slice(half)].map((part) => sendBatch({ key, host }, part, now, outlive)),
    )
    return
  }
  const url = `${host}/i/v0/e/`
  if (outlive && navigator.sendBeacon?.(url, body)) return
  try {
    await fetch(url, {
      method: 'POST',
      body,
      credentials: 'omit',
      // A URL may hold what the policy took out of the body.
      referrerPolicy: 'strict-origin',
      keepalive: body.length < OUTLIVING,
    })
  } catch {
    // No network, or blocked: the page must not notice.
  }
}
