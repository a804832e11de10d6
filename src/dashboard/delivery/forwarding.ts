import type { ForwardingStatus } from '../../collector/forward/status.js'
import { byteSize, minute } from '../format.js'
import { counted } from '../numbers.js'
import type { Health } from './health.js'

/** How passing on is doing, worst first. Refused events are told of beside any of them. */
export type ForwardingState = 'full' | 'outage' | 'catching-up' | 'up-to-date'

export interface ForwardingReport {
  readonly state: ForwardingState
  readonly health: Health
  /** The state in two or three words. */
  readonly name: string
  /** What is going on, in a sentence or two. */
  readonly found: string
  /** What it means for the events, and what to do. */
  readonly means: string
  /** Part of the room that is taken by what waits, 0 to 1. */
  readonly filled: number
  /** What was refused for good, and what became of it; none: nothing was. */
  readonly refused?: { readonly name: string; readonly found: string }
}

/** As much as goes into one request: less than that waits at any moment while events come in. */
const ONE_REQUEST = 1_000_000

/** Puts what the collector says of passing on into words. */
export function reportForwarding(status: ForwardingStatus): ForwardingReport {
  const { to, refused, waitingBytes, spoolBytes } = status
  const state = stateOf(status)
  return {
    state,
    ...WORDS[state](status),
    filled: spoolBytes > 0 ? Math.min(1, waitingBytes / spoolBytes) : 0,
    ...(refused > 0 && {
      refused: {
        name: `${counted(refused, 'event')} refused`,
        found:
          `${to} refused ${counted(refused, 'event')} for good since the collector started. ` +
          'They are kept in refused.ndjson in the folder of --data, each with the reason; all others went on.',
      },
    }),
  }
}

function stateOf({ state, waitingBytes, spoolBytes, lastError }: ForwardingStatus): ForwardingState {
  if (waitingBytes >= spoolBytes) return 'full'
  // During a new try it says `ok`, until that one has failed, too.
  const isTryingAgain = waitingBytes > 0 && lastError !== undefined && !isRefusal(lastError.reason)
  if (state === 'waiting' || isTryingAgain) return 'outage'
  return waitingBytes > ONE_REQUEST ? 'catching-up' : 'up-to-date'
}

type Words = Pick<ForwardingReport, 'health' | 'name' | 'found' | 'means'>

const WORDS: Record<ForwardingState, (status: ForwardingStatus) => Words> = {
  full: (status) => ({
    health: 'bad',
    name: 'Full',
    found: `All room for what waits is taken (${byteSize(status.spoolBytes)}), so new events are refused. ${reasonOf(status)}`,
    means:
      'What has been taken is safe on disk. Senders keep what is refused and try again, for as long as their page is open. ' +
      `Make sure that ${status.to} can be reached, or give more room with --spool-bytes.`,
  }),
  outage: (status) => ({
    health: 'bad',
    name: 'Outage',
    found: `${byteSize(status.waitingBytes)} of events wait${sinceWhen(status)}. ${reasonOf(status)}`,
    means: `Nothing is lost: what waits is on disk and goes on by itself.${nextTry(status)}`,
  }),
  'catching-up': (status) => ({
    health: 'watch',
    name: 'Catching up',
    found: `${byteSize(status.waitingBytes)} of events wait, and are being passed on in their order.`,
    means:
      'Usual after an outage or a start. Where it never ends, more arrives than the receiver takes in that time.',
  }),
  'up-to-date': ({ lastSent, sent }) => ({
    health: 'good',
    name: 'Up to date',
    found:
      sent === 0 || lastSent === undefined
        ? 'Nothing waits. No event has been passed on since the collector started.'
        : `Nothing is held up. ${counted(sent, 'event')} ${sent === 1 ? 'was' : 'were'} passed on since the collector started, the last at ${minute(lastSent)}.`,
    means:
      'Each event goes on once it is on disk. What happens during an outage is kept, and goes on after it.',
  }),
}

const sinceWhen = ({ lastSent }: ForwardingStatus): string =>
  lastSent === undefined
    ? '; none was taken since the collector started'
    : `; the last was taken at ${minute(lastSent)}`

const nextTry = ({ nextTry: at }: ForwardingStatus): string =>
  at === undefined ? ' It is being tried right now.' : ` The next try is due at ${minute(at)}.`

/** The last error, said in words where its code is a common one. */
function reasonOf({ to, lastError }: ForwardingStatus): string {
  if (!lastError || isRefusal(lastError.reason)) return ''
  const { reason } = lastError
  return `${CAUSES[reason] ?? causeOf(reason)} (${reason}, ${minute(lastError.at)}).`.replace(
    '{to}',
    () => to,
  )
}

const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens at {to}',
  ECONNRESET: '{to} broke off',
  ENOTFOUND: 'No host is called as in {to}',
  EAI_AGAIN: 'The name of {to} could not be looked up',
  UND_ERR_CONNECT_TIMEOUT: '{to} cannot be reached',
  TimeoutError: '{to} did not answer within 30 seconds',
  'HTTP 408': '{to} took too long to read',
  'HTTP 429': '{to} asks to slow down',
  ENOSPC: 'The disk of the collector is full',
}

function causeOf(reason: string): string {
  if (/^HTTP 3/.test(reason)) return '{to} redirects, which is not followed: is the address right?'
  if (/^HTTP 5/.test(reason)) return '{to} has trouble of its own'
  return 'The last try failed'
}

/** Those are about an event, not about the receiver being away. */
const isRefusal = (reason: string): boolean => /^HTTP 4\d\d$/.test(reason) && !/08$|29$/.test(reason)
