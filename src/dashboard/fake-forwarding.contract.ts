import type { ForwardingStatus } from '../collector/forward/status.js'

const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString()
const to = 'https://eu.i.posthog.com'
const spoolBytes = 1_073_741_824

/** How passing on may be doing, as the collector says it. */
export const FORWARDING = {
  'up-to-date': () => ({
    to,
    spoolBytes,
    state: 'ok',
    sent: 48_211,
    refused: 0,
    waitingBytes: 512,
    lastSent: ago(2),
  }),
  outage: () => ({
    to,
    spoolBytes,
    state: 'waiting',
    sent: 48_211,
    refused: 0,
    waitingBytes: 212_400_000,
    lastSent: ago(3600),
    lastError: { at: ago(40), reason: 'ECONNREFUSED' },
    nextTry: ago(-120),
  }),
  'catching-up': () => ({
    to,
    spoolBytes,
    state: 'ok',
    sent: 91_500,
    refused: 0,
    waitingBytes: 96_000_000,
    lastSent: ago(0),
  }),
  refused: () => ({
    to,
    spoolBytes,
    state: 'ok',
    sent: 48_208,
    refused: 3,
    waitingBytes: 0,
    lastSent: ago(2),
    lastError: { at: ago(1), reason: 'HTTP 400' },
  }),
  full: () => ({
    to,
    spoolBytes,
    state: 'waiting',
    sent: 0,
    refused: 0,
    waitingBytes: spoolBytes + 4_096,
    lastError: { at: ago(100), reason: 'HTTP 503' },
    nextTry: ago(-200),
  }),
} satisfies Record<string, () => ForwardingStatus>
export type FakeForwarding = keyof typeof FORWARDING
