import type { ForwardingStatus } from '../../collector/forward/status.js'
import { byteSize, minute } from '../format.js'
import { count, counted } from '../numbers.js'
import type { Finding, Health } from './health.js'

/** What `GET /api/forwarding` answers. */
export type Forwarding = ForwardingStatus | { readonly state: 'off' }

/** While events come in some are always on their way. */
const ON_THEIR_WAY = 256 * 1024

/** What passing on to PostHog comes to, now. */
export function forwardingFinding(
  status: ForwardingStatus,
): Finding & { readonly details: readonly string[] } {
  const { to, state, sent, refused, waitingBytes, spoolBytes, lastError, nextTry } = status
  const isFull = waitingBytes >= spoolBytes
  const waits = `${byteSize(waitingBytes)} of ${byteSize(spoolBytes)} wait`
  const health: Health = isFull ? 'bad' : state === 'waiting' || refused > 0 ? 'watch' : 'good'
  const passed = `${counted(sent, 'event')} passed on since the start.`
  return {
    health,
    title: 'Passed on to PostHog',
    found: isFull
      ? `All room is taken: new events are refused until ${to} answers.`
      : state === 'waiting'
        ? `${to} does not take events now; ${waits}.`
        : waitingBytes > ON_THEIR_WAY
          ? `Catching up with ${to}: ${waits}.`
          : `${to} has everything.`,
    means: isFull
      ? 'Pages keep the events that are refused and send them again. More room: --spool-bytes.'
      : 'What was answered is on disk and is passed on in its order, for as long as it takes. An outage of PostHog loses nothing.',
    details: [
      passed,
      ...(state === 'waiting' && lastError
        ? [`Last answer: ${lastError.reason}, at ${minute(lastError.at)}.`]
        : []),
      ...(state === 'waiting' && nextTry !== undefined ? [`Next try at ${minute(nextTry)}.`] : []),
      ...(refused > 0
        ? [
            `${count(refused)} ${refused === 1 ? 'event was' : 'events were'} refused for good, and kept in refused.ndjson with the reason.`,
          ]
        : []),
    ],
  }
}
