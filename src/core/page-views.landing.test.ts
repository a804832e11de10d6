import { expect, test } from 'vitest'
import { createHarness, START } from './harness.contract.js'

test('V1 the first view is where the initial navigation ends, and is named by the document', () => {
  const { visit, advance, pageViews, log, pageviews } = createHarness()
  pageViews.begin()
  advance(700)
  expect(log()).toEqual([])
  visit('/home', { type: 'replace' })
  advance(1000)
  expect(log()).toEqual(['view /home'])
  expect(pageviews()[0]).toMatchObject({ timestamp: START + 700, properties: { navigation_type: 'load' } })
  expect(pageviews()[0]?.properties['from']).toBeUndefined()
})

test('V1 the landing told twice is one view', () => {
  const { visit, advance, log } = createHarness()
  visit('/a', { landing: true })
  visit('/a')
  advance(1000)
  visit('/a')
  expect(log()).toEqual(['view /a'])
})

test('V1 a source that knows better takes over a landing that was not sent', () => {
  const { visit, advance, pageViews, log } = createHarness()
  visit('/', { type: 'load', landing: true })
  pageViews.restart()
  expect(pageViews.view).toBeUndefined()
  advance(100)
  visit('/home')
  advance(1000)
  expect(log()).toEqual(['view /home'])
})

test('V1 a source that comes late takes nothing back', () => {
  const { visit, advance, pageViews, log } = createHarness()
  visit('/a', { type: 'load', landing: true })
  advance(1000)
  pageViews.restart()
  visit('/a')
  visit('/b')
  pageViews.restart()
  advance(1000)
  expect(log()).toEqual(['view /a', 'leave /a', 'view /b'])
})

test('V1 a landing that ends only after the document came back from the cache is a view', () => {
  const { visit, advance, pageViews, log } = createHarness()
  pageViews.begin()
  pageViews.exit()
  pageViews.resume()
  visit('/a')
  advance(1000)
  expect(log()).toEqual(['view /a'])
})

test('V4 a landing redirect gives one view, of the final target', () => {
  const { visit, advance, pageviews, log } = createHarness()
  visit('/', { type: 'load', landing: true })
  advance(100)
  visit('/login', { type: 'replace', landing: true })
  advance(100)
  visit('/login/sso', { type: 'replace', landing: true })
  advance(1000)
  expect(log()).toEqual(['view /login/sso'])
  expect(pageviews()[0]).toMatchObject({ timestamp: START, properties: { navigation_type: 'load' } })
  expect(pageviews()[0]?.properties).toMatchObject({ view_number: 1, from: undefined })
})

test('V4 a landing redirect to an ignored page is no view', () => {
  const { visit, advance, pageViews, log } = createHarness()
  visit('/', { type: 'load', landing: true })
  visit('/hidden', { type: 'replace', landing: true, route: { meta: false } })
  advance(1000)
  pageViews.exit()
  expect(log()).toEqual([])
})

test('V4 a landing redirect from an ignored page is the view of its target', () => {
  const { visit, advance, all, log } = createHarness()
  visit('/', { type: 'load', landing: true, route: { meta: false } })
  advance(100)
  visit('/home', { type: 'replace', landing: true })
  advance(1000)
  expect(log()).toEqual(['view /home'])
  expect(all('$pageview', 'navigation_type')).toEqual(['load'])
})

test('V4 a landing that was sent is left like any other', () => {
  const { visit, advance, log, all } = createHarness()
  visit('/', { type: 'load', landing: true })
  advance(1000)
  visit('/late', { type: 'replace', landing: true })
  advance(1000)
  expect(log()).toEqual(['view /', 'leave /', 'view /late'])
  expect(all('$pageview', 'navigation_type')).toEqual(['load', 'replace'])
})

test('V4 a redirect after a landing that was sent still comes from the page before', () => {
  const { visit, advance, pageviews } = createHarness()
  visit('/', { type: 'load', landing: true })
  advance(1000)
  visit('/late', { type: 'replace', landing: true })
  visit('/later', { type: 'replace', landing: true })
  advance(1000)
  expect(pageviews().map(({ properties }) => properties)).toMatchObject([
    { $pathname: '/', from: undefined },
    { $pathname: '/late', from: '/' },
    { $pathname: '/later', from: '/late' },
  ])
})

test('V1 a source that comes while the document is away takes nothing back that was seen', () => {
  const { visit, advance, pageViews, log } = createHarness()
  visit('/a', { landing: true })
  advance(1000)
  pageViews.exit()
  pageViews.restart()
  pageViews.resume()
  advance(1000)
  expect(log()).toEqual(['view /a', 'leave /a', 'view /a'])
})

test('V4 a redirect from an ignored page still comes from the page before', () => {
  const { visit, advance, log, all } = createHarness()
  visit('/', { type: 'load', landing: true })
  advance(1000)
  visit('/hidden', { type: 'replace', landing: true, route: { meta: false } })
  visit('/home', { type: 'replace', landing: true })
  advance(1000)
  expect(log()).toEqual(['view /', 'leave /', 'view /home'])
  expect(all('$pageview', 'from')).toEqual([undefined, '/'])
})

test('V4 what follows the landing takes nothing back', () => {
  const { visit, advance, log } = createHarness()
  visit('/', { type: 'load', landing: true })
  visit('/b', { type: 'push' })
  visit('/c', { type: 'replace', landing: true })
  advance(1000)
  expect(log()).toEqual(['view /', 'leave /', 'view /b', 'leave /b', 'view /c'])
})

test('V8 a document has no view until it is visible, and time counts from then', () => {
  const { visit, advance, pageViews, events, log } = createHarness({ visible: false })
  visit('/a')
  advance(60_000)
  expect(log()).toEqual([])
  expect(pageViews.view).toBeUndefined()
  pageViews.visibility(true)
  advance(3000)
  pageViews.exit()
  expect(events).toMatchObject([
    { event: '$pageview', timestamp: START + 60_000, properties: { navigation_type: 'load' } },
    {
      event: '$pageleave',
      properties: { $prev_pageview_duration: 3, visible_seconds: 3, engaged_seconds: 3 },
    },
  ])
})

test('V8 a document that was never visible gives nothing, not even at its end', () => {
  const { visit, advance, pageViews, log } = createHarness({ visible: false })
  visit('/a')
  advance(1000)
  visit('/b')
  pageViews.exit()
  pageViews.stop()
  expect(log()).toEqual([])
})

test('V8 of the pages that nobody saw only the last is a view', () => {
  const { visit, advance, pageViews, pageviews } = createHarness({
    visible: false,
    documentType: 'prerender',
  })
  visit('/a')
  visit('/b')
  pageViews.visibility(true)
  advance(1000)
  expect(pageviews().map(({ properties }) => properties)).toMatchObject([
    { $pathname: '/b', navigation_type: 'prerender', view_number: 1, from: undefined },
  ])
})

test('V8 an ignored page that becomes visible is no view', () => {
  const { visit, advance, pageViews, log } = createHarness({ visible: false })
  visit('/hidden', { route: { meta: false } })
  pageViews.visibility(true)
  advance(1000)
  expect(log()).toEqual([])
})

test('V8 a page reached while hidden is a view in a document that was seen', () => {
  const { visit, advance, pageViews, log, leaves } = createHarness()
  visit('/a')
  advance(1000)
  pageViews.visibility(false)
  visit('/b')
  advance(1000)
  pageViews.exit()
  expect(log()).toEqual(['view /a', 'leave /a', 'view /b', 'leave /b'])
  expect(leaves()[1]?.properties).toMatchObject({ $prev_pageview_duration: 1, visible_seconds: 0 })
})

test.each(['load', 'reload', 'prerender'] as const)(
  'V10 a document come by as %s says so once',
  (documentType) => {
    const { visit, advance, all } = createHarness({ documentType })
    for (const path of ['/a', '/b']) {
      visit(path, { type: 'push' })
      advance(1000)
    }
    expect(all('$pageview', 'navigation_type')).toEqual([documentType, 'push'])
  },
)
