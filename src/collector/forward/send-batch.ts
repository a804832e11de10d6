import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { SpooledEvent } from './spool.js'

/** What became of a request. */
export type Outcome =
  | { readonly kind: 'accepted' }
  /** Away, or busy: the same again. `after`: milliseconds that it asks for. */
  | { readonly kind: 'again'; readonly reason: string; readonly after?: number }
  /** It does not take this. Fewer events show which of them it is. */
  | { readonly kind: 'refused'; readonly reason: string }

const pack = promisify(gzip)
const TIMEOUT_MS = 30_000
/** Longer is not waited for: whoever asks for more may have changed its mind. */
const LONGEST_WAIT_MS = 3_600_000

/**
 * Sends events of one project to PostHog. Their times are by this machine's clock, and `sent_at` is now, so that PostHog
 * moves none of them, however long they have waited. The visitor's address is not known here: `$geoip_disable` keeps
 * PostHog from taking this machine's for it.
 */
export async function sendBatch(
  to: string,
  events: readonly SpooledEvent[],
  signal: AbortSignal,
): Promise<Outcome> {
  const batch = events.map(({ uuid, event, timestamp, distinctId, properties }) => ({
    uuid,
    event,
    timestamp,
    distinct_id: distinctId,
    properties: { $geoip_disable: true, ...properties },
  }))
  const body = JSON.stringify({ api_key: events[0]?.token, batch, sent_at: new Date().toISOString() })
  try {
    const response = await fetch(`${to}/batch/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: await pack(body),
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    await response.body?.cancel()
    return outcomeOf(response)
  } catch (error) {
    return { kind: 'again', reason: codeOf(error) }
  }
}

function outcomeOf({ status, headers }: Response): Outcome {
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  const reason = `HTTP ${status}`
  if (status === 408 || status === 429 || status >= 500) {
    const after = waitOf(headers.get('retry-after'))
    return { kind: 'again', reason, ...(after !== undefined && { after }) }
  }
  // A redirect is not followed: it would take the events to somewhere nobody has configured.
  return status < 400 ? { kind: 'again', reason } : { kind: 'refused', reason }
}

/** `Retry-After`: seconds, or a date. */
function waitOf(text: string | null): number | undefined {
  if (!text) return undefined
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now()
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), LONGEST_WAIT_MS)
}

/** `ECONNREFUSED`, `TimeoutError`: never a message, which may quote an address. */
function codeOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : undefined
  const code: unknown = Reflect.get(Object(cause), 'code')
  if (typeof code === 'string') return code
  return cause instanceof Error ? cause.name : 'Error'
}
