import { expect, test } from 'vitest'
import { createHarness } from './harness.contract.js'

const NAMES = ['last_scroll', 'max_scroll', 'last_content', 'max_content'] as const

/** The four positions and their shares, by their short names, of one leave. */
function scrollOf(harness: ReturnType<typeof createHarness>, index = 0) {
  const properties = harness.leaves()[index]?.properties ?? {}
  return Object.fromEntries(
    NAMES.map((name) => [
      name,
      [properties['$prev_pageview_' + name], properties[`$prev_pageview_${name}_percentage`]],
    ]),
  )
}

const none = Object.fromEntries(NAMES.map((name) => [name, [undefined, undefined]]))

function onPageA() {
  const harness = createHarness()
  harness.visit('/a')
  harness.advance(1000)
  return harness
}

test('L7 the last and the deepest position, top and bottom, in pixels and as a share', () => {
  const harness = onPageA()
  harness.scrollTo(1800)
  harness.scrollTo(600)
  harness.pageViews.exit()
  expect(scrollOf(harness)).toEqual({
    last_scroll: [600, 600 / 2400],
    max_scroll: [1800, 1800 / 2400],
    last_content: [1200, 1200 / 3000],
    max_content: [2400, 2400 / 3000],
  })
})

test('L7 a page that was not scrolled was seen as far as its first screen', () => {
  const harness = onPageA()
  harness.pageViews.exit()
  expect(scrollOf(harness)).toEqual({
    last_scroll: [0, 0],
    max_scroll: [0, 0],
    last_content: [600, 0.2],
    max_content: [600, 0.2],
  })
})

test.each(['exit', 'stop'] as const)('L7 the position is read again at %s()', (end) => {
  const harness = onPageA()
  if (harness.page.scroll) harness.page.scroll.top = 1200
  harness.pageViews[end]()
  expect(scrollOf(harness)).toMatchObject({ last_scroll: [1200, 0.5] })
})

test('L7 the position is read again when the user moves on', () => {
  const harness = onPageA()
  if (harness.page.scroll) harness.page.scroll.top = 1200
  harness.visit('/b')
  expect(scrollOf(harness)['last_scroll']).toEqual([1200, 0.5])
})

test('L7 positions are of this page, not of the one before', () => {
  const harness = onPageA()
  harness.scrollTo(2400)
  harness.visit('/b')
  // Still the page before, until the next task.
  harness.pageViews.scrolled()
  harness.page.scroll = { top: 0, viewport: 600, content: 1200 }
  harness.advance(1000)
  harness.visit('/c')
  expect(scrollOf(harness, 1)).toEqual({
    last_scroll: [0, 0],
    max_scroll: [0, 0],
    last_content: [600, 0.5],
    max_content: [600, 0.5],
  })
})

test('L7 a view that ends before it was drawn has no position', () => {
  const harness = createHarness()
  harness.visit('/a')
  harness.scrollTo(900)
  harness.visit('/b')
  expect(scrollOf(harness)).toEqual(none)
})

test('L7 a view that ends before it was drawn has not the position of the page before', () => {
  const harness = onPageA()
  harness.scrollTo(900)
  harness.visit('/b')
  harness.visit('/c')
  expect(scrollOf(harness, 0)).toMatchObject({ max_scroll: [900, 900 / 2400] })
  expect(scrollOf(harness, 1)).toEqual(none)
})

test('L7 where there is nothing to measure there is no position', () => {
  const harness = createHarness()
  harness.page.scroll = undefined
  harness.visit('/a')
  harness.advance(1000)
  harness.pageViews.exit()
  expect(scrollOf(harness)).toEqual(none)
})

test('L7 at a step in the history the position is not read: it may be the next page’s already', () => {
  const harness = onPageA()
  harness.scrollTo(600)
  harness.page.scroll = { top: 2000, viewport: 600, content: 9000 }
  harness.visit('/b', { type: 'traverse' })
  expect(scrollOf(harness)).toMatchObject({ last_scroll: [600, 0.25], max_scroll: [600, 0.25] })
})

test('L7 a document that comes back is measured anew', () => {
  const harness = onPageA()
  harness.scrollTo(2400)
  harness.pageViews.exit()
  if (harness.page.scroll) harness.page.scroll.top = 300
  harness.pageViews.resume()
  harness.advance(1000)
  harness.pageViews.exit()
  expect(scrollOf(harness, 1)).toMatchObject({ max_scroll: [300, 300 / 2400], max_content: [900, 0.3] })
})

test('L7 in exit mode positions ride on the next view', () => {
  const { visit, advance, scrollTo, pageviews } = createHarness({ leave: 'exit' })
  visit('/a')
  advance(1000)
  scrollTo(1200)
  visit('/b')
  advance(1000)
  expect(pageviews()[1]?.properties).toMatchObject({
    $prev_pageview_max_scroll: 1200,
    $prev_pageview_max_scroll_percentage: 0.5,
  })
})
