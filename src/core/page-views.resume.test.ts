import { expect, test } from 'vitest'
import { createHarness, START } from './harness.contract.js'

test('V9 a document restored from the back/forward cache is a new view', () => {
  const { visit, advance, pageViews, events, log } = createHarness()
  visit('/a')
  advance(1000)
  pageViews.exit()
  advance(60_000)
  pageViews.resume()
  advance(2000)
  pageViews.exit()
  expect(log()).toEqual(['view /a', 'leave /a', 'view /a', 'leave /a'])
  const [first, , second, leave] = events
  expect(second).toMatchObject({
    timestamp: START + 61_000,
    properties: { navigation_type: 'bfcache', view_number: 2 },
  })
  expect(second?.uuid).not.toBe(first?.uuid)
  expect(leave?.properties).toMatchObject({ $pageview_id: second?.uuid, leave_reason: 'pagehide' })
})

test('V9 a document that was hidden when it left is a view again once it is visible', () => {
  const { visit, advance, pageViews, all, log } = createHarness()
  visit('/a')
  advance(1000)
  pageViews.exit()
  pageViews.visibility(false)
  pageViews.resume()
  advance(1000)
  expect(log()).toEqual(['view /a', 'leave /a'])
  pageViews.visibility(true)
  advance(1000)
  expect(all('$pageview', 'navigation_type')).toEqual(['load', 'bfcache'])
})

test('V9 without having been left there is nothing to resume', () => {
  const { visit, advance, pageViews, log } = createHarness()
  pageViews.resume()
  visit('/a')
  advance(1000)
  pageViews.resume()
  advance(1000)
  expect(log()).toEqual(['view /a'])
})

test('V9 an ignored page stays ignored', () => {
  const { visit, advance, pageViews, log } = createHarness()
  visit('/hidden', { route: { meta: false } })
  pageViews.exit()
  pageViews.resume()
  advance(1000)
  expect(log()).toEqual([])
})

test('V9 navigation goes on after a return', () => {
  const { visit, advance, pageViews, log, pageviews } = createHarness()
  visit('/a')
  pageViews.exit()
  pageViews.resume()
  advance(1000)
  visit('/b')
  advance(1000)
  expect(log()).toEqual(['view /a', 'leave /a', 'view /a', 'leave /a', 'view /b'])
  expect(pageviews()[2]?.properties).toMatchObject({ navigation_type: 'push', from: '/a' })
})

test('V9 the view of a return came from another document', () => {
  const { visit, advance, pageViews, all } = createHarness()
  visit('/a')
  visit('/b')
  pageViews.exit()
  pageViews.resume()
  advance(1000)
  expect(all('$pageview', 'from')).toEqual([undefined, '/a', undefined])
})

test('V9 the view of a return is no landing, and is not taken back', () => {
  const { visit, advance, pageViews, log } = createHarness()
  visit('/a', { type: 'load', landing: true })
  pageViews.exit()
  pageViews.resume()
  pageViews.restart()
  visit('/b', { type: 'replace', landing: true })
  advance(1000)
  expect(log()).toEqual(['view /a', 'leave /a', 'view /a', 'leave /a', 'view /b'])
})

test('V9 a page that went on to another address while it was going is left only once', () => {
  const { visit, advance, pageViews, log } = createHarness()
  visit('/a')
  pageViews.exit()
  visit('/b')
  pageViews.exit()
  advance(1000)
  expect(log()).toEqual(['view /a', 'leave /a'])
})

test('V9 a page that went on to another address while it was going comes back on that one', () => {
  const { visit, advance, pageViews, log, pageviews } = createHarness()
  visit('/a')
  advance(1000)
  pageViews.exit()
  visit('/b', { type: 'replace' })
  pageViews.resume()
  advance(1000)
  expect(log()).toEqual(['view /a', 'leave /a', 'view /b'])
  expect(pageviews()[1]?.properties['navigation_type']).toBe('bfcache')
})

test('V9 after stop() nothing brings the views back', () => {
  const { visit, advance, setTitle, pageViews, log, pending } = createHarness()
  visit('/a')
  advance(1000)
  pageViews.stop()
  pageViews.stop()
  pageViews.resume()
  pageViews.visibility(false)
  pageViews.visibility(true)
  pageViews.attention({ input: true })
  pageViews.scrolled()
  pageViews.restart()
  pageViews.begin()
  visit('/b')
  setTitle('B')
  advance(60_000)
  pageViews.exit()
  expect(log()).toEqual(['view /a', 'leave /a'])
  expect(pageViews.view).toBeUndefined()
  expect(pending()).toBe(0)
})

test('V9 a document that is left and restored after stop() stays silent', () => {
  const { visit, advance, pageViews, log } = createHarness()
  visit('/a')
  pageViews.stop()
  pageViews.exit()
  pageViews.resume()
  visit('/b')
  advance(1000)
  expect(log()).toEqual(['view /a', 'leave /a'])
})
