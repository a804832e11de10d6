import { expect, test } from 'vitest'
import { createHarness, START } from './harness.contract.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** On a page for ten seconds, then whatever `live` does, then away: the three clocks. */
function clocksOf(live: (harness: ReturnType<typeof createHarness>) => void, options = {}) {
  const harness = createHarness(options)
  harness.visit('/a')
  harness.advance(10_000)
  live(harness)
  harness.pageViews.exit()
  const { properties } = harness.leaves()[0] ?? {}
  return {
    wall: Number(properties?.['$prev_pageview_duration']),
    visible: Number(properties?.['visible_seconds']),
    engaged: Number(properties?.['engaged_seconds']),
  }
}

test('L6 in a page that is looked at all three clocks run', () => {
  expect(clocksOf(({ advance }) => advance(5500))).toEqual({ wall: 15.5, visible: 15.5, engaged: 15.5 })
})

test('L6 hidden time is neither visible nor engaged', () => {
  const clocks = clocksOf(({ advance, pageViews }) => {
    pageViews.visibility(false)
    advance(5 * MINUTE)
    pageViews.visibility(true)
    advance(2000)
  })
  expect(clocks).toMatchObject({ wall: 312, visible: 12 })
  expect(clocks.engaged).toBeLessThanOrEqual(12)
})

test('L6 coming back is no input by itself', () => {
  const live = (input: boolean) =>
    clocksOf(({ advance, pageViews }) => {
      pageViews.visibility(false)
      advance(29 * MINUTE)
      pageViews.visibility(true)
      advance(1000)
      if (input) pageViews.attention({ input: true })
      advance(4000)
    })
  expect(live(false)).toEqual({ wall: 29 * 60 + 15, visible: 15, engaged: 10 })
  expect(live(true)).toEqual({ wall: 29 * 60 + 15, visible: 15, engaged: 14 })
})

test('L6 time without focus is visible, not engaged', () => {
  const clocks = clocksOf(({ advance, pageViews }) => {
    pageViews.attention({ focused: false })
    advance(5000)
    pageViews.attention({ focused: true })
    advance(2000)
  })
  expect(clocks).toEqual({ wall: 17, visible: 17, engaged: 12 })
})

test.each([
  [30, {}],
  [12, { idleAfter: 12 }],
  [90, { idleAfter: 90 }],
])('L6 time is engaged until %i seconds after the last input', (limit, options) => {
  expect(clocksOf(({ advance }) => advance(5 * MINUTE), options)).toEqual({
    wall: 310,
    visible: 310,
    engaged: limit,
  })
})

test('L6 input makes time engaged again, and idle time is not made up for', () => {
  const clocks = clocksOf(({ advance, pageViews }) => {
    advance(50_000)
    pageViews.attention({ input: true })
    advance(5000)
    pageViews.attention({ input: true })
    advance(45_000)
  })
  expect(clocks).toEqual({ wall: 110, visible: 110, engaged: 65 })
})

test('L6 a new view starts at zero, and engaged', () => {
  const { visit, advance, pageViews, all } = createHarness()
  visit('/a')
  advance(MINUTE)
  visit('/b')
  advance(4000)
  pageViews.exit()
  expect(all('$pageleave', 'engaged_seconds')).toEqual([30, 4])
  expect(all('$pageleave', 'visible_seconds')).toEqual([60, 4])
})

test('L6 clocks know milliseconds', () => {
  expect(clocksOf(({ advance }) => advance(1234))).toEqual({ wall: 11.234, visible: 11.234, engaged: 11.234 })
})

test.each([true, false])(
  'L6 sleep is neither visible nor engaged (monotonic clock running: %s)',
  (running) => {
    const { wall, visible, engaged } = clocksOf(({ sleep, advance, pageViews }) => {
      sleep(29 * MINUTE, running)
      pageViews.attention({ input: true })
      advance(2000)
    })
    expect(wall).toBe(29 * 60 + 12)
    expect(visible).toBeLessThanOrEqual(12)
    expect(engaged).toBeLessThanOrEqual(12)
    expect(visible).toBeGreaterThanOrEqual(2)
  },
)

test('L6 sleep in a hidden page counts nowhere but on the wall', () => {
  const clocks = clocksOf(({ sleep, advance, pageViews }) => {
    pageViews.visibility(false)
    sleep(29 * MINUTE, true)
    pageViews.visibility(true)
    advance(2000)
  })
  expect(clocks).toEqual({ wall: 29 * 60 + 12, visible: 12, engaged: 10 })
})

test('L6 what wakes the page first may be anything', () => {
  for (const wake of ['visibility', 'exit', 'scrolled'] as const) {
    const { visible } = clocksOf(({ sleep, pageViews }) => {
      sleep(HOUR, true)
      if (wake === 'visibility') pageViews.visibility(false)
      else pageViews[wake]()
    })
    expect(visible).toBeLessThanOrEqual(10)
  }
})

test('L6 a system clock set back does not make time negative', () => {
  const clocks = clocksOf(({ setClock, advance }) => {
    setClock(-HOUR)
    advance(5000)
  })
  expect(clocks).toEqual({ wall: 15, visible: 15, engaged: 15 })
})

test('L6 a system clock set forward is neither visible nor engaged', () => {
  const { visible, engaged } = clocksOf(({ setClock, advance }) => {
    setClock(29 * MINUTE)
    advance(5000)
  })
  expect({ visible, engaged }).toEqual({ visible: 15, engaged: 15 })
})

test('L6 time in the back/forward cache counts nowhere', () => {
  const { visit, advance, pageViews, leaves } = createHarness()
  visit('/a')
  advance(3000)
  pageViews.exit()
  advance(HOUR)
  pageViews.resume()
  advance(2000)
  pageViews.exit()
  expect(leaves().map(({ properties }) => properties)).toMatchObject([
    { $prev_pageview_duration: 3, visible_seconds: 3, engaged_seconds: 3 },
    { $prev_pageview_duration: 2, visible_seconds: 2, engaged_seconds: 2 },
  ])
})

test('L6 in exit mode the clocks ride on the next view', () => {
  const { visit, advance, pageViews, pageviews } = createHarness({ leave: 'exit' })
  visit('/a')
  pageViews.attention({ focused: false })
  advance(3000)
  visit('/b')
  advance(1000)
  expect(pageviews()[1]?.properties).toMatchObject({
    $prev_pageview_duration: 3,
    prev_visible_seconds: 3,
    prev_engaged_seconds: 0,
  })
})

test.each(['hidden', 'left', 'stopped'])('L6 a page that is %s keeps no timer', (state) => {
  const { visit, advance, pageViews, pending } = createHarness()
  visit('/a')
  advance(1000)
  expect(pending()).toBe(1)
  if (state === 'hidden') pageViews.visibility(false)
  if (state === 'left') pageViews.exit()
  if (state === 'stopped') pageViews.stop()
  expect(pending()).toBe(0)
})

test.each<[string, (harness: ReturnType<typeof createHarness>) => void]>([
  ['a navigation', ({ visit }) => void visit('/b')],
  ['an exit', ({ pageViews }) => pageViews.exit()],
])('L6 a page that is slow to measure is no longer viewed for that: %s', (_, leave) => {
  const harness = createHarness()
  harness.visit('/a')
  harness.advance(2000)
  const scroll = { top: 0, viewport: 600, content: 3000 }
  Object.defineProperty(harness.page, 'scroll', {
    get() {
      harness.sleep(500, true)
      return scroll
    },
  })
  leave(harness)
  const [left] = harness.leaves()
  expect(left?.properties).toMatchObject({
    $prev_pageview_duration: 2,
    visible_seconds: 2,
    engaged_seconds: 2,
    $prev_pageview_last_scroll: 0,
  })
  expect(left?.timestamp).toBe(START + 2000)
})
