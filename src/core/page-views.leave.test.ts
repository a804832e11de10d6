import { expect, test } from 'vitest'
import { createHarness, START } from './harness.contract.js'

/** Visits every path for a second. */
function tour(harness: ReturnType<typeof createHarness>, ...paths: string[]) {
  for (const path of paths) {
    harness.visit(path)
    harness.advance(1000)
  }
  return harness
}

const hidden = { route: { meta: false } } as const

test('L1 a leave describes the page left and says where the user went', () => {
  const { visit, advance, leaves, pageviews } = createHarness()
  visit('/a', { route: { name: 'a', pattern: '/:page' } })
  advance(1000)
  visit('/b', { route: { name: 'b', pattern: '/b' } })
  const id = pageviews()[0]?.uuid
  expect(leaves()).toMatchObject([
    {
      properties: {
        $current_url: 'https://app.example/a',
        $pathname: '/a',
        title: 'index.html',
        route_name: 'a',
        route_pattern: '/:page',
        view_number: 1,
        $pageview_id: id,
        $prev_pageview_id: id,
        $prev_pageview_pathname: '/a',
        to: '/b',
        leave_reason: 'navigation',
      },
    },
  ])
})

test('L1 ids pair up: every view with one leave', () => {
  const { all, events, pageviews, pageViews } = tour(createHarness(), '/a', '/b', '/a', '/c')
  pageViews.exit()
  const ids = pageviews().map(({ uuid }) => uuid)
  expect(all('$pageview', '$pageview_id')).toEqual(ids)
  expect(all('$pageleave', '$pageview_id')).toEqual(ids)
  expect(all('$pageleave', '$prev_pageview_id')).toEqual(ids)
  expect(new Set(events.map(({ uuid }) => uuid)).size).toBe(8)
})

test('L1 only views that are sent are numbered', () => {
  const harness = createHarness()
  harness.visit('/', { landing: true })
  harness.visit('/start', { landing: true })
  harness.visit('/hidden', hidden)
  const { all, pageViews } = tour(harness, '/a', '/a?x', '/b')
  pageViews.exit()
  expect(all('$pageview', 'view_number')).toEqual([1, 2, 3])
  expect(all('$pageleave', 'view_number')).toEqual([1, 2, 3])
})

test('L1 whatever ends a document a second time, nothing is left twice', () => {
  const { pageViews, advance, log } = tour(createHarness(), '/a')
  pageViews.exit()
  pageViews.exit()
  pageViews.visibility(false)
  pageViews.stop()
  pageViews.stop()
  advance(60_000)
  expect(log()).toEqual(['view /a', 'leave /a'])
})

test('L1 a view that was never sent is sent before it is left', () => {
  const { visit, pageViews, log } = createHarness()
  visit('/a')
  pageViews.exit()
  expect(log()).toEqual(['view /a', 'leave /a'])
})

test('L2 the leave comes before the next view, stamped with the same moment', () => {
  const { events } = tour(createHarness(), '/a', '/b')
  expect(events.map(({ event, timestamp }) => [event, timestamp])).toEqual([
    ['$pageview', START],
    ['$pageleave', START + 1000],
    ['$pageview', START + 1000],
  ])
})

test.each([
  ['exit', 'pagehide'],
  ['stop', 'stop'],
] as const)('L3 %s() ends the view at once', (method, reason) => {
  const { pageViews, leaves } = tour(createHarness(), '/a')
  pageViews[method]()
  expect(leaves()).toMatchObject([
    { timestamp: START + 1000, properties: { leave_reason: reason, to: undefined } },
  ])
})

test('L4 hidden does not end a view', () => {
  const { pageViews, advance, log } = tour(createHarness(), '/a')
  const { view } = pageViews
  pageViews.visibility(false)
  advance(29 * 60_000)
  pageViews.visibility(true)
  advance(1000)
  expect(log()).toEqual(['view /a'])
  expect(pageViews.view).toBe(view)
})

test('L9 with a leave per view no view bears leave data', () => {
  const { pageviews, pageViews } = tour(createHarness(), '/a', '/b')
  pageViews.exit()
  expect(JSON.stringify(pageviews())).not.toContain('prev_')
})

test('L9 in exit mode leave data ride on the next view, and one leave ends it all', () => {
  const { log, all, pageViews } = tour(createHarness({ leave: 'exit' }), '/a', '/b', '/c')
  pageViews.exit()
  expect(log()).toEqual(['view /a', 'view /b', 'view /c', 'leave /c'])
  const [a, b, c] = all('$pageview', '$pageview_id')
  expect(all('$pageview', '$prev_pageview_id')).toEqual([undefined, a, b])
  expect(all('$pageview', '$prev_pageview_pathname')).toEqual([undefined, '/a', '/b'])
  expect(all('$pageview', '$prev_pageview_duration')).toEqual([undefined, 1, 1])
  expect(all('$pageleave', '$prev_pageview_id')).toEqual([c])
})

test('L9 in exit mode leave data cross an ignored page, once', () => {
  const harness = tour(createHarness({ leave: 'exit' }), '/a')
  harness.visit('/hidden', hidden)
  harness.advance(5000)
  const { all, log, pageViews } = tour(harness, '/b', '/c')
  pageViews.exit()
  expect(log()).toEqual(['view /a', 'view /b', 'view /c', 'leave /c'])
  expect(all('$pageview', '$prev_pageview_pathname')).toEqual([undefined, '/a', '/b'])
  expect(all('$pageview', '$prev_pageview_duration')).toEqual([undefined, 1, 1])
})

test.each(['exit', 'stop'] as const)(
  'L9 in exit mode %s() on an ignored page sends the data that nothing bore',
  (end) => {
    const { visit, advance, leaves, log, pageViews } = tour(createHarness({ leave: 'exit' }), '/a')
    visit('/hidden', hidden)
    advance(5000)
    pageViews[end]()
    pageViews[end]()
    expect(log()).toEqual(['view /a', 'leave /a'])
    expect(leaves()).toMatchObject([{ timestamp: START + 1000, properties: { $prev_pageview_duration: 1 } }])
  },
)

test('L9 in exit mode a view that ends before it was sent bears data all the same', () => {
  const harness = tour(createHarness({ leave: 'exit' }), '/a')
  for (const path of ['/b', '/c', '/d']) harness.visit(path)
  harness.pageViews.exit()
  expect(harness.log()).toEqual(['view /a', 'view /b', 'view /c', 'view /d', 'leave /d'])
  expect(harness.all('$pageview', '$prev_pageview_pathname')).toEqual([undefined, '/a', '/b', '/c'])
})

test('L9 in exit mode a document that comes back starts without data', () => {
  const { pageViews, advance, all } = tour(createHarness({ leave: 'exit' }), '/a', '/b')
  pageViews.exit()
  pageViews.resume()
  advance(1000)
  expect(all('$pageview', '$prev_pageview_pathname')).toEqual([undefined, '/a', undefined])
  pageViews.exit()
  expect(all('$pageleave', '$pathname')).toEqual(['/b', '/b'])
})
