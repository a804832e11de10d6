import type { Properties } from '../../core/index.js'

/** An event as PostHog takes it. */
export interface WireEvent {
  uuid: string
  event: string
  timestamp: string
  properties: Properties
}

/** Browsers refuse more than 64 KiB in flight for requests that outlive their page. */
const OUTLIVING = 60_000

/**
 * One POST. Plain text: JSON that needs no preflight, which PostHog reads all the same. `sent_at` beside the events'
 * own timestamps lets the server correct a wrong clock.
 *
 * @param exit the page may be gone before the answer
 */
export async function sendBatch(
  host: string,
  key: string,
  batch: WireEvent[],
  now: number,
  exit: boolean,
): Promise<void> {
  const body = JSON.stringify({ api_key: key, sent_at: new Date(now).toISOString(), batch })
  const fits = new Blob([body]).size < OUTLIVING
  if (exit && !fits && batch.length > 1) {
    const half = batch.length >> 1
    void sendBatch(host, key, batch.slice(0, half), now, exit)
    return sendBatch(host, key, batch.slice(half), now, exit)
  }
  const url = host + '/i/v0/e/'
  if (exit && navigator.sendBeacon(url, body)) return
  try {
    await fetch(url, {
      method: 'POST',
      body,
      credentials: 'omit',
      // A URL may hold what the policy took out of the body.
      referrerPolicy: 'strict-origin',
      keepalive: fits,
    })
  } catch {
    // No network, or blocked: the page must not notice.
  }
}
