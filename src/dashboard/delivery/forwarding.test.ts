// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { ForwardingStatus } from '../../collector/forward/status.js'
import { forwardingFinding } from './forwarding.js'

const ok: ForwardingStatus = {
  to: 'https://eu.i.posthog.com',
  state: 'ok',
  sent: 1234,
  refused: 0,
  waitingBytes: 0,
  spoolBytes: 1_000_000_000,
}
const outage = {
  state: 'waiting',
  waitingBytes: 3_200_000,
  lastError: { at: '2026-05-04T09:05:01.042Z', reason: 'ECONNREFUSED' },
  nextTry: '2026-05-04T09:06:01.042Z',
} as const
const find = (part: Partial<ForwardingStatus>) => forwardingFinding({ ...ok, ...part })

describe('passing on', () => {
  it('is good when all has arrived, or is about to', () => {
    expect(find({})).toMatchObject({ health: 'good', found: 'https://eu.i.posthog.com has everything.' })
    expect(find({}).details).toEqual(['1,234 events passed on since the start.'])
    expect(find({ waitingBytes: 3_200_000 })).toMatchObject({
      health: 'good',
      found: 'Catching up with https://eu.i.posthog.com: 3.2 MB of 1.0 GB wait.',
    })
  })

  it('says what an outage is, since when, and when it is tried again', () => {
    const { health, found, details } = find(outage)
    expect(health).toBe('watch')
    expect(found).toBe('https://eu.i.posthog.com does not take events now; 3.2 MB of 1.0 GB wait.')
    expect(details[1]).toMatch(/^Last answer: ECONNREFUSED, at .*\d\d:05/)
    expect(details[2]).toMatch(/^Next try at .*\d\d:06/)
  })

  it('needs attention when there is no room, and a look when events were refused', () => {
    expect(find({ ...outage, waitingBytes: 1_000_000_000 })).toMatchObject({ health: 'bad' })
    const { health, details } = find({ refused: 1 })
    expect(health).toBe('watch')
    expect(details[1]).toBe('1 event was refused for good, and kept in refused.ndjson with the reason.')
  })
})
