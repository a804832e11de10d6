import { describe, expect, test } from 'vitest'
import { createHarness, START } from './harness.contract.js'

const MINUTE = 60_000
const HALF_HOUR = 30 * MINUTE

/** A page that was last used after ten seconds, and then left alone. */
function abandoned(options: Parameters<typeof createHarness>[0] = {}) {
  const harness = createHarness(options)
  harness.visit('/a')
  harness.advance(10_000)
  harness.pageViews.attention({ input: true })
  harness.advance(HALF_HOUR)
  return harness
}

describe('L8 a view whose session has ended', () => {
  const wakes: Record<string, (harness: ReturnType<typeof createHarness>) => void> = {
    'some input': ({ pageViews }) => pageViews.attention({ input: true }),
    focus: ({ pageViews }) => pageViews.attention({ focused: true }),
    'an event of the app': ({ pageViews }) => pageViews.touch(),
    'being shown again': ({ pageViews }) => {
      pageViews.visibility(false)
      pageViews.visibility(true)
    },
  }
  test.each(Object.keys(wakes))('ends at its last activity, and the page is viewed anew: %s', (name) => {
    const harness = abandoned()
    wakes[name]?.(harness)
    harness.advance(1000)
    const { leaves, pageviews, log } = harness
    expect(log()).toEqual(['view /a', 'leave /a', 'view /a'])
    expect(leaves()).toEqual([
      expect.objectContaining({
        timestamp: START + 10_000,
        session: 'session-1',
        properties: expect.objectContaining({
          leave_reason: 'session_end',
          view_number: 1,
          $prev_pageview_duration: 10,
          visible_seconds: 10,
          engaged_seconds: 10,
          to: undefined,
        }),
      }),
    ])
    expect(pageviews()[1]).toMatchObject({
      timestamp: START + 10_000 + HALF_HOUR,
      session: 'session-2',
      properties: { navigation_type: 'session_start', view_number: 1, from: undefined },
    })
  })

  test('is left for another page, which is in the new session', () => {
    const { visit, advance, leaves, pageviews } = abandoned()
    visit('/b')
    advance(1000)
    expect(leaves()).toMatchObject([
      {
        timestamp: START + 10_000,
        session: 'session-1',
        properties: { leave_reason: 'session_end', to: '/b' },
      },
    ])
    expect(pageviews()[1]).toMatchObject({
      session: 'session-2',
      properties: { navigation_type: 'push', view_number: 1, from: '/a' },
    })
  })

  test.each(['exit', 'stop'] as const)('is not viewed anew when the document goes: %s', (how) => {
    const { pageViews, log, leaves } = abandoned()
    pageViews[how]()
    expect(log()).toEqual(['view /a', 'leave /a'])
    expect(leaves()).toMatchObject([
      { timestamp: START + 10_000, session: 'session-1', properties: { leave_reason: 'session_end' } },
    ])
  })

  test('hiding it is no reason for a new session', () => {
    const { pageViews, advance, log } = abandoned()
    pageViews.visibility(false)
    advance(1000)
    expect(log()).toEqual(['view /a'])
    pageViews.attention({ focused: true })
    pageViews.touch()
    expect(log()).toEqual(['view /a'])
  })

  test('hiding a page that is in use is its last activity', () => {
    const { visit, advance, pageViews, leaves } = createHarness()
    visit('/a')
    advance(20_000)
    pageViews.visibility(false)
    advance(HALF_HOUR)
    pageViews.visibility(true)
    expect(leaves()).toMatchObject([{ timestamp: START + 20_000, properties: { visible_seconds: 20 } }])
  })

  test('the same page again, by query or hash, is no activity', () => {
    const { visit, advance, pageViews, log } = createHarness()
    visit('/a')
    advance(20 * MINUTE)
    visit('/a?x=1')
    advance(20 * MINUTE)
    pageViews.attention({ input: true })
    advance(1000)
    expect(log()).toEqual(['view /a', 'leave /a', 'view /a'])
  })

  test('in exit mode it gives a leave of its own, and no data to the new session', () => {
    const { visit, advance, leaves, pageviews } = abandoned({ leave: 'exit' })
    visit('/b')
    advance(1000)
    expect(leaves()).toMatchObject([{ session: 'session-1', properties: { leave_reason: 'session_end' } }])
    expect(JSON.stringify(pageviews())).not.toContain('prev_')
  })

  test('coming back from the back/forward cache is a new session too', () => {
    const { visit, advance, pageViews, pageviews } = createHarness()
    visit('/a')
    advance(1000)
    pageViews.exit()
    advance(HALF_HOUR)
    pageViews.resume()
    advance(1000)
    expect(pageviews().map(({ session, properties }) => [session, properties['navigation_type']])).toEqual([
      ['session-1', 'load'],
      ['session-2', 'bfcache'],
    ])
  })
})

test('L8 a session in use ends after a day, and takes its view along', () => {
  const { visit, advance, pageViews, log, leaves } = createHarness()
  visit('/a')
  for (let quarter = 0; quarter < 24 * 4; quarter++) {
    advance(15 * MINUTE)
    pageViews.attention({ input: true })
  }
  advance(1000)
  expect(log()).toEqual(['view /a', 'leave /a', 'view /a'])
  expect(leaves()).toMatchObject([
    { timestamp: START + 24 * 60 * MINUTE - 15 * MINUTE, properties: { leave_reason: 'session_end' } },
  ])
})

test('L8 a view lives on in a session that another tab keeps alive', () => {
  const { visit, advance, pageViews, session, log } = createHarness()
  visit('/a')
  pageViews.visibility(false)
  for (let times = 0; times < 6; times++) {
    advance(20 * MINUTE)
    session.id()
  }
  pageViews.visibility(true)
  advance(1000)
  expect(log()).toEqual(['view /a'])
})

test('L8 a view does not move to the session that another tab has begun', () => {
  const { advance, pageViews, session, log, pageviews } = abandoned()
  pageViews.visibility(false)
  session.id()
  advance(1000)
  pageViews.visibility(true)
  advance(1000)
  expect(log()).toEqual(['view /a', 'leave /a', 'view /a'])
  expect(pageviews().map(({ session }) => session)).toEqual(['session-1', 'session-2'])
})

describe('L5 the last state of a view', () => {
  test('is its leave, with the times as they are now, and nothing comes of asking', () => {
    const { visit, advance, pageViews, log, leaves } = createHarness()
    visit('/a')
    expect(pageViews.lastState()).toBeUndefined()
    advance(3000)
    const last = pageViews.lastState()
    expect(last).toMatchObject({
      event: '$pageleave',
      timestamp: START + 3000,
      properties: {
        leave_reason: 'recovered',
        $pathname: '/a',
        $prev_pageview_duration: 3,
        visible_seconds: 3,
        engaged_seconds: 3,
      },
    })
    expect(log()).toEqual(['view /a'])
    advance(2000)
    pageViews.exit()
    expect(pageViews.lastState()).toBeUndefined()
    // Two reports of one leave are one event.
    expect(leaves()).toMatchObject([{ uuid: last?.uuid, properties: { $prev_pageview_duration: 5 } }])
  })

  test('in exit mode is the leave that no view has borne yet', () => {
    const { visit, advance, pageViews } = createHarness({ leave: 'exit' })
    visit('/a')
    advance(3000)
    for (const next of ['/hidden', '/b']) {
      visit(next, { route: { meta: next === '/hidden' ? false : {} } })
      expect(pageViews.lastState()).toMatchObject({
        timestamp: START + 3000,
        properties: { leave_reason: 'recovered', $pathname: '/a', $prev_pageview_duration: 3 },
      })
    }
    advance(1000)
    expect(pageViews.lastState()).toMatchObject({ properties: { $pathname: '/b' } })
  })

  test('ends with its session', () => {
    const { pageViews } = abandoned()
    expect(pageViews.lastState()).toMatchObject({
      timestamp: START + 10_000,
      session: 'session-1',
      properties: { leave_reason: 'recovered', $prev_pageview_duration: 10, visible_seconds: 10 },
    })
  })

  test('is to be kept when a view is sent, every five visible seconds, and when the page is hidden', () => {
    const { visit, advance, pageViews, kept } = createHarness()
    visit('/a')
    advance(1000)
    const sent = kept()
    expect(sent).toBeGreaterThan(0)
    advance(60_000)
    expect(kept() - sent).toBe(12)
    pageViews.visibility(false)
    expect(kept() - sent).toBe(13)
    advance(HALF_HOUR)
    expect(kept() - sent).toBe(13)
  })
})
