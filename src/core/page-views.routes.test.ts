import { expect, test } from 'vitest'
import { createHarness } from './harness.contract.js'

const ignore = ({ path }: { path: string }) => path.startsWith('/hidden')

/** Visits every path for a second, then closes the document. */
function tour(harness: ReturnType<typeof createHarness>, ...paths: string[]) {
  for (const path of paths) {
    harness.visit(path)
    harness.advance(1000)
  }
  harness.pageViews.exit()
  return harness
}

test('V12 an ignored page is no view, and ends the view before it', () => {
  const { log, leaves } = tour(createHarness({ ignore }), '/a', '/hidden', '/b')
  expect(log()).toEqual(['view /a', 'leave /a', 'view /b', 'leave /b'])
  expect(leaves()[0]?.properties).toMatchObject({ $prev_pageview_duration: 1, leave_reason: 'navigation' })
})

test('V12 a route whose meta is false is no view, and ends the view before it', () => {
  const { visit, advance, log } = createHarness()
  visit('/a')
  advance(1000)
  visit('/hidden', { route: { name: 'hidden', meta: false } })
  advance(1000)
  visit('/b')
  advance(1000)
  expect(log()).toEqual(['view /a', 'leave /a', 'view /b'])
})

test('V12 an ignored page is named in neither `from` nor `to`', () => {
  const { all, events } = tour(createHarness({ ignore }), '/a', '/hidden/1', '/hidden/2', '/b', '/c')
  expect(all('$pageview', 'from')).toEqual([undefined, '/a', '/b'])
  expect(all('$pageleave', 'to')).toEqual([undefined, '/c', undefined])
  expect(JSON.stringify(events)).not.toContain('hidden')
})

test('V12 the same page again after an ignored one is a new view', () => {
  const { log, all } = tour(createHarness({ ignore }), '/a', '/hidden', '/a')
  expect(log()).toEqual(['view /a', 'leave /a', 'view /a', 'leave /a'])
  expect(all('$pageview', 'view_number')).toEqual([1, 2])
})

test('V12 an ignored landing is no view and is not left', () => {
  const { log, all } = tour(createHarness({ ignore }), '/hidden', '/a')
  expect(log()).toEqual(['view /a', 'leave /a'])
  expect(all('$pageview', 'view_number')).toEqual([1])
})

test('V12 an `ignore` that throws ignores nothing', () => {
  const { log } = tour(
    createHarness({
      ignore() {
        throw new Error('broken')
      },
    }),
    '/a',
    '/b',
  )
  expect(log()).toEqual(['view /a', 'leave /a', 'view /b', 'leave /b'])
})

test('V12 a route renames itself and adds properties to both of its events', () => {
  const { visit, advance, pageViews, events } = createHarness()
  const route = { name: 'team', pattern: '/team/:slug', meta: { name: 'Team', properties: { plan: 'pro' } } }
  visit('/team/7', { route })
  advance(1000)
  pageViews.exit()
  const expected = { route_name: 'Team', route_pattern: '/team/:slug', plan: 'pro' }
  expect(events).toMatchObject([
    { event: '$pageview', properties: expected },
    { event: '$pageleave', properties: expected },
  ])
})

test('V12 a route that only adds properties keeps its name', () => {
  const { visit, pageViews, all } = createHarness()
  visit('/team/7', { route: { name: 'team', meta: { properties: { plan: 'pro' } } } })
  pageViews.exit()
  expect(all('$pageview', 'route_name')).toEqual(['team'])
})

test('V12 properties of a route do not replace those of the view', () => {
  const { visit, pageViews, events } = createHarness()
  const properties = { $current_url: 'x', $pageview_id: 'x', title: 'x', view_number: 0, route_name: 'x' }
  visit('/a', { route: { name: 'a', meta: { properties } } })
  pageViews.exit()
  for (const event of events) {
    expect(event.properties).toMatchObject({
      $current_url: 'https://app.example/a',
      $pageview_id: events[0]?.uuid,
      title: 'index.html',
      view_number: 1,
      route_name: 'a',
    })
  }
})

test('V12 in exit mode properties of a route stay on the events of its own view', () => {
  const { visit, advance, pageviews } = createHarness({ leave: 'exit' })
  visit('/a', { route: { meta: { properties: { trial_seconds: 5 } } } })
  advance(1000)
  visit('/b')
  advance(1000)
  expect(JSON.stringify(pageviews()[1])).not.toContain('trial')
})
