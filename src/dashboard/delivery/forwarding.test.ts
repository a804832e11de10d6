// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { ForwardingStatus } from '../../collector/forward/status.js'
import { FORWARDING } from '../fake-forwarding.contract.js'
import { reportForwarding } from './forwarding.js'

const report = (part: Partial<ForwardingStatus>) =>
  reportForwarding({ ...FORWARDING['up-to-date'](), ...part })
const failed = (reason: string) => ({ lastError: { at: '2026-05-04T09:00:00.000Z', reason } })

describe('forwarding in words', () => {
  it('is up to date while no more waits than goes into one request', () => {
    expect(report({ waitingBytes: 1_000_000 })).toMatchObject({ state: 'up-to-date', health: 'good' })
    expect(report({ waitingBytes: 1_000_001 })).toMatchObject({ state: 'catching-up', health: 'watch' })
    expect(report({ sent: 1 }).found).toContain('1 event was passed on')
  })

  it('says so before the first event', () => {
    expect(report({ sent: 0 }).found).toContain('No event has been passed on')
  })

  it('names an outage, its reason, since when, and the next try', () => {
    const { state, health, found, means } = reportForwarding(FORWARDING.outage())
    expect([state, health]).toEqual(['outage', 'bad'])
    expect(found).toMatch(
      /^212\.4 MB of events wait; the last was taken at .*Nothing listens at https:.*ECONNREFUSED/,
    )
    expect(means).toContain('The next try is due at')
  })

  it('is still an outage during a new try', () => {
    const trying = report({ state: 'ok', waitingBytes: 10, ...failed('HTTP 503') })
    expect(trying.state).toBe('outage')
    expect(trying.means).toContain('right now')
  })

  it.each(['HTTP 400', 'HTTP 413', 'HTTP 404'])(
    'takes %s for an event refused, not for an outage',
    (reason) => {
      const { state, refused, found } = report({ refused: 1, waitingBytes: 10, ...failed(reason) })
      expect(state).toBe('up-to-date')
      expect(refused?.name).toBe('1 event refused')
      expect(found).not.toContain(reason)
    },
  )

  it.each(['HTTP 408', 'HTTP 429', 'HTTP 500', 'HTTP 301', 'TimeoutError', 'ENOSPC'])(
    'takes %s for an outage',
    (reason) => {
      const { state, found } = report({ state: 'waiting', waitingBytes: 10, ...failed(reason) })
      expect(state).toBe('outage')
      expect(found).toContain(`(${reason},`)
      expect(found).not.toContain('{to}')
    },
  )

  it('is full before it is anything else, and says that events are refused', () => {
    const { state, health, filled, found, means } = reportForwarding(FORWARDING.full())
    expect([state, health, filled]).toEqual(['full', 'bad', 1])
    expect(found).toContain('new events are refused')
    expect(means).toContain('--spool-bytes')
  })

  it('tells of refused events beside every state', () => {
    expect(reportForwarding(FORWARDING.refused())).toMatchObject({
      state: 'up-to-date',
      refused: { name: '3 events refused' },
    })
    expect(report({ state: 'waiting', refused: 2 }).refused?.found).toContain('refused.ndjson')
    expect(report({}).refused).toBeUndefined()
  })

  it('puts an address that is not a pattern into its reason as it is', () => {
    const { found } = report({
      to: 'http://a.b/$&',
      state: 'waiting',
      waitingBytes: 10,
      ...failed('ECONNRESET'),
    })
    expect(found).toContain('http://a.b/$& broke off')
  })
})
