import { expect, test } from 'vitest'
import { createScrollDepth } from './scroll.js'
import type { ScrollPosition } from './scroll.js'

const position = (top: number, content: number, viewport = 1000): ScrollPosition => ({
  top,
  viewport,
  content,
})

/** Properties after all these positions, by their short names. */
function after(...positions: ScrollPosition[]) {
  const depth = createScrollDepth()
  positions.forEach((position) => depth(position))
  return Object.fromEntries(
    Object.entries(depth()).map(([name, value]) => [name.replace('$prev_pageview_', ''), value]),
  )
}

test('L7 nothing measured is nothing said', () => {
  expect(after()).toEqual({})
})

test('L7 all names are PostHog’s', () => {
  expect(Object.keys(createScrollDepth()(position(0, 3000))).sort()).toEqual([
    '$prev_pageview_last_content',
    '$prev_pageview_last_content_percentage',
    '$prev_pageview_last_scroll',
    '$prev_pageview_last_scroll_percentage',
    '$prev_pageview_max_content',
    '$prev_pageview_max_content_percentage',
    '$prev_pageview_max_scroll',
    '$prev_pageview_max_scroll_percentage',
  ])
})

test('L7 half a pixel from the end is the end', () => {
  expect(after(position(1999.5, 3000))).toMatchObject({
    last_scroll: 2000,
    last_scroll_percentage: 1,
    max_scroll_percentage: 1,
    max_content: 3000,
    max_content_percentage: 1,
  })
})

test.each([
  ['shorter than the screen', position(0, 400)],
  ['as high as the screen', position(0, 1000)],
  ['one pixel higher', position(0, 1001)],
  ['empty', position(0, 0, 0)],
])('L7 a page that can’t scroll was seen whole: %s', (_name, shown) => {
  expect(after(shown)).toMatchObject({
    last_scroll_percentage: 1,
    max_scroll_percentage: 1,
  })
})

test('L7 a share is never more than all, nor less than nothing', () => {
  expect(after(position(2500, 3000))).toMatchObject({ max_scroll_percentage: 1, max_content_percentage: 1 })
  expect(after(position(-80, 3000))).toMatchObject({ last_scroll_percentage: 0, max_scroll: 0 })
})

test('L7 a page that grows: the deepest position is a share of the page at its highest', () => {
  expect(after(position(1000, 3000), position(2000, 6000))).toMatchObject({
    last_scroll: 2000,
    last_scroll_percentage: 0.4,
    max_scroll: 2000,
    max_scroll_percentage: 0.4,
    max_content: 3000,
    max_content_percentage: 0.5,
  })
})

test('L7 a page that shrinks: every share is one of the page at its highest, as PostHog has it', () => {
  expect(after(position(4000, 6000), position(500, 2000))).toMatchObject({
    max_scroll: 4000,
    max_scroll_percentage: 0.8,
    max_content_percentage: 5000 / 6000,
    last_scroll: 500,
    last_scroll_percentage: 0.1,
    last_content: 1500,
    last_content_percentage: 0.25,
  })
})
