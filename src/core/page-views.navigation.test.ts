import { expect, test } from 'vitest'
import { at, createHarness, START } from './harness.contract.js'
import type { keyOf } from './page-key.js'

const types = ['push', 'replace', 'traverse'] as const

test.each(types)('V2 a confirmed %s to another page is one view', (type) => {
  const { visit, advance, log, all } = createHarness()
  visit('/a')
  advance(1000)
  visit('/b', { type })
  advance(1000)
  expect(log()).toEqual(['view /a', 'leave /a', 'view /b'])
  expect(all('$pageview', 'navigation_type')).toEqual(['load', type])
})

test('V2 going back is a new view of the page seen before', () => {
  const { visit, advance, log, all } = createHarness()
  for (const path of ['/a', '/b', '/a']) {
    visit(path, { type: 'traverse' })
    advance(1000)
  }
  expect(log()).toEqual(['view /a', 'leave /a', 'view /b', 'leave /b', 'view /a'])
  expect(new Set(all('$pageview', '$pageview_id')).size).toBe(3)
})

test('V3 a rejected navigation gives nothing and leaves the view running', () => {
  const { visit, advance, pageViews, log, leaves } = createHarness()
  visit('/a')
  advance(1000)
  const { view } = pageViews
  pageViews.begin()
  advance(2000)
  pageViews.rejected()
  advance(2000)
  expect(log()).toEqual(['view /a'])
  expect(pageViews.view).toBe(view)
  pageViews.exit()
  expect(leaves()[0]?.properties).toMatchObject({ $prev_pageview_duration: 5, visible_seconds: 5 })
})

test('V3 a navigation that nobody hears of again gives nothing', () => {
  const { visit, advance, pageViews, log } = createHarness()
  visit('/a')
  advance(1000)
  pageViews.begin()
  advance(60_000)
  expect(log()).toEqual(['view /a'])
  expect(pageViews.location?.path).toBe('/a')
})

test('V3 a view that was not sent yet is sent although a navigation was refused', () => {
  const { visit, setTitle, advance, pageViews, pageviews } = createHarness()
  visit('/a')
  pageViews.begin()
  advance(10)
  pageViews.rejected()
  setTitle('A')
  advance(10)
  expect(pageviews()).toMatchObject([{ timestamp: START, properties: { title: 'A', $pathname: '/a' } }])
})

test.each(['/a', '/a?tab=logs', '/a#end', '/a?x=1#y'])('V5 from /a to %s is no view', (path) => {
  const { visit, advance, pageViews, log } = createHarness()
  visit('/a')
  advance(1000)
  visit(path, { type: 'replace' })
  advance(1000)
  expect(log()).toEqual(['view /a'])
  expect(pageViews.location?.url).toBe('https://app.example' + path)
})

test('V5 a change within the page does not start its clocks again', () => {
  const { visit, advance, pageViews, leaves } = createHarness()
  visit('/a')
  advance(4000)
  visit('/a?tab=logs')
  advance(4000)
  pageViews.exit()
  expect(leaves()).toMatchObject([
    { properties: { $prev_pageview_duration: 8, visible_seconds: 8, $current_url: 'https://app.example/a' } },
  ])
})

test('V5 what counts as a page is an option', () => {
  const visited = ['/a?tab=1', '/a?tab=1&page=2', '/a?tab=2&page=2', '/a?tab=2&page=2#h']
  const seen = (pageKey: Parameters<typeof keyOf>[1]) => {
    const { visit, advance, pageviews } = createHarness({ ...(pageKey && { pageKey }), urls: 'full' })
    for (const path of visited) {
      visit(path)
      advance(1000)
    }
    return pageviews().map(({ properties }) =>
      String(properties['$current_url']).slice('https://app.example'.length),
    )
  }
  expect(seen(undefined)).toEqual(['/a?tab=1'])
  expect(seen({ query: ['tab'] })).toEqual(['/a?tab=1', '/a?tab=2&page=2'])
  expect(seen({ query: true })).toEqual(['/a?tab=1', '/a?tab=1&page=2', '/a?tab=2&page=2'])
  expect(seen({ hash: true })).toEqual(['/a?tab=1', '/a?tab=2&page=2#h'])
  expect(seen(({ query }) => String(query.length))).toEqual(['/a?tab=1', '/a?tab=1&page=2'])
})

test('V6 two navigations in one task are two views, each with its own URL, title and times', () => {
  const { visit, page, advance, pageViews, events } = createHarness()
  visit('/a')
  advance(1000)
  for (const name of ['b', 'c']) {
    pageViews.begin()
    page.title = name.toUpperCase()
    visit('/' + name)
  }
  advance(3000)
  pageViews.exit()
  const moment = START + 1000
  expect(events.slice(1)).toMatchObject([
    { event: '$pageleave', timestamp: moment, properties: { $pathname: '/a', title: 'index.html' } },
    { event: '$pageview', timestamp: moment, properties: { $pathname: '/b', title: 'B', from: '/a' } },
    {
      event: '$pageleave',
      timestamp: moment,
      properties: { $pathname: '/b', title: 'B', $prev_pageview_duration: 0 },
    },
    { event: '$pageview', timestamp: moment, properties: { $pathname: '/c', title: 'C', from: '/b' } },
    {
      event: '$pageleave',
      timestamp: moment + 3000,
      properties: { $pathname: '/c', $prev_pageview_duration: 3 },
    },
  ])
})

test('V6 a view that is over before it was drawn keeps the time it was confirmed', () => {
  const { visit, advance, events } = createHarness()
  visit('/a')
  advance(100)
  visit('/b')
  advance(200)
  visit('/c')
  expect(events.map(({ event, timestamp }) => [event, timestamp - START])).toEqual([
    ['$pageview', 0],
    ['$pageleave', 100],
    ['$pageview', 100],
    ['$pageleave', 300],
  ])
})

test('the open view and the present location can be read', () => {
  const { visit, pageViews } = createHarness({ ignore: ({ path }) => path === '/ignored' })
  expect(pageViews.view).toBeUndefined()
  expect(pageViews.location).toBeUndefined()
  visit('/a')
  expect(pageViews.view).toMatchObject({ location: at('/a') })
  visit('/ignored')
  expect(pageViews.view).toBeUndefined()
  expect(pageViews.location).toEqual(at('/ignored'))
})
