import { expect, test } from 'vitest'
import { createHarness, START } from './harness.contract.js'

const titles = ({ all }: ReturnType<typeof createHarness>) => all('$pageview', 'title')

/** On `/a`, which was sent with its title. */
function onPageA(options?: Parameters<typeof createHarness>[0]) {
  const harness = createHarness(options)
  harness.visit('/a')
  harness.setTitle('A')
  harness.advance(1000)
  return harness
}

test('V7 waits for a title that is set late, and keeps the time of the confirmation', () => {
  const harness = onPageA()
  const { visit, advance, setTitle, pageviews } = harness
  visit('/b')
  advance(300)
  expect(titles(harness)).toEqual(['A'])
  setTitle('B')
  advance(0)
  expect(titles(harness)).toEqual(['A', 'B'])
  expect(pageviews()[1]?.timestamp).toBe(START + 1000)
})

test('V7 a title set while the page is drawn is taken at once', () => {
  const harness = onPageA()
  harness.visit('/b')
  harness.setTitle('B')
  expect(titles(harness)).toEqual(['A'])
  harness.advance(0)
  expect(titles(harness)).toEqual(['A', 'B'])
})

test('V7 a title set by a hook before the confirmation is taken as soon as the page is drawn', () => {
  const harness = onPageA()
  harness.pageViews.begin()
  harness.setTitle('B')
  harness.advance(50)
  harness.visit('/b')
  expect(titles(harness)).toEqual(['A'])
  harness.advance(0)
  expect(titles(harness)).toEqual(['A', 'B'])
})

test('V7 a title set in the task of an unannounced navigation is the new page’s', () => {
  const harness = createHarness()
  harness.visit('/a')
  harness.advance(10)
  harness.page.title = 'B'
  harness.visit('/b')
  harness.pageViews.titleChanged()
  harness.advance(0)
  expect(titles(harness)).toEqual(['index.html', 'B'])
})

test('V7 of the titles that a page sets while it is drawn the last one counts', () => {
  const harness = onPageA()
  harness.pageViews.begin()
  harness.setTitle('Loading…')
  harness.visit('/b')
  harness.setTitle('B')
  harness.advance(0)
  expect(titles(harness)).toEqual(['A', 'B'])
})

test.each([
  [500, undefined],
  [80, 80],
  [2000, 2000],
])('V7 the wait ends after %i ms', (limit, titleWait) => {
  const harness = createHarness(titleWait === undefined ? {} : { titleWait })
  harness.visit('/a')
  harness.advance(limit - 1)
  expect(titles(harness)).toEqual([])
  harness.advance(1)
  expect(titles(harness)).toEqual(['index.html'])
})

test('V7 a page that takes long to be drawn has the whole wait after it', () => {
  const harness = onPageA()
  harness.visit('/b')
  // No task runs meanwhile.
  harness.sleep(700, true)
  harness.advance(120)
  harness.setTitle('B')
  harness.advance(0)
  expect(titles(harness)).toEqual(['A', 'B'])
})

test('V7 the wait ends with the title as it is, also when nobody told of its change', () => {
  const harness = createHarness()
  harness.visit('/a')
  harness.advance(10)
  harness.page.title = 'A'
  harness.advance(500)
  expect(titles(harness)).toEqual(['A'])
})

test('V7 no title is taken before the page is drawn', () => {
  const harness = createHarness()
  harness.visit('/a')
  harness.page.title = 'Loading…'
  harness.visit('/a?tab=1', { type: 'replace' })
  harness.setTitle('A')
  harness.advance(0)
  expect(titles(harness)).toEqual(['A'])
})

test('V7 a title that comes after the wait changes nothing', () => {
  const harness = createHarness()
  harness.visit('/a')
  harness.advance(501)
  harness.setTitle('too late')
  harness.advance(1000)
  expect(titles(harness)).toEqual(['index.html'])
})

test.each(['hidden', 'exit', 'stop'] as const)('V7 %s ends the wait with the title as it is', (event) => {
  const { visit, advance, page, pageViews, pageviews } = createHarness()
  visit('/a')
  advance(100)
  page.title = 'A'
  if (event === 'hidden') pageViews.visibility(false)
  else pageViews[event]()
  expect(pageviews()).toMatchObject([{ timestamp: START, properties: { title: 'A', $pathname: '/a' } }])
  advance(1000)
  expect(pageviews()).toHaveLength(1)
})

test('V7 the next navigation ends the wait with the title as it is', () => {
  const { visit, advance, setTitle, events } = createHarness()
  visit('/a')
  setTitle('A')
  visit('/b')
  expect(events).toMatchObject([
    { event: '$pageview', timestamp: START, properties: { title: 'A', $pathname: '/a' } },
    { event: '$pageleave', properties: { title: 'A' } },
  ])
  setTitle('B')
  advance(0)
  expect(events[2]).toMatchObject({ event: '$pageview', properties: { title: 'B', $pathname: '/b' } })
})

test.each(['hidden', 'exit', 'limit'] as const)(
  'V7 %s during a navigation does not give its title to the page before',
  (event) => {
    const harness = createHarness()
    harness.visit('/a')
    harness.pageViews.begin()
    harness.setTitle('B')
    if (event === 'hidden') harness.pageViews.visibility(false)
    if (event === 'exit') harness.pageViews.exit()
    harness.advance(1000)
    expect(titles(harness)).toEqual(['index.html'])
  },
)

test('V7 a title set between begin and confirmation never lands on the view before', () => {
  const harness = createHarness()
  const { visit, setTitle, advance, pageViews } = harness
  visit('/a')
  advance(10)
  pageViews.begin()
  setTitle('B')
  advance(10)
  visit('/b')
  advance(10)
  expect(titles(harness)).toEqual(['index.html', 'B'])
  expect(harness.all('$pageleave', 'title')).toEqual(['index.html'])
})

test('V7 a title set right before begin, by an app that does so, belongs to the page to come', () => {
  const harness = createHarness()
  const { visit, setTitle, pageViews } = harness
  for (const name of ['a', 'b', 'c']) {
    if (name === 'a') pageViews.begin()
    setTitle(name.toUpperCase())
    if (name !== 'a') pageViews.begin()
    visit('/' + name)
  }
  harness.advance(1000)
  expect(titles(harness)).toEqual(['A', 'B', 'C'])
})

test('V7 the title of a page refused is taken back with it', () => {
  const harness = createHarness()
  const { visit, setTitle, advance, pageViews } = harness
  visit('/a')
  setTitle('A')
  pageViews.begin()
  setTitle('B')
  advance(10)
  setTitle('A')
  pageViews.rejected()
  advance(10)
  expect(titles(harness)).toEqual(['A'])
})

test('V7 the title of a page refused may be taken back right after the refusal', () => {
  const harness = createHarness()
  const { visit, setTitle, advance, pageViews } = harness
  visit('/a')
  advance(10)
  pageViews.begin()
  setTitle('B')
  advance(10)
  pageViews.rejected()
  setTitle('index.html')
  advance(10)
  expect(titles(harness)).toEqual([])
  setTitle('A')
  advance(0)
  expect(titles(harness)).toEqual(['A'])
})

test('V7 a title that changes during a long view is not the next page’s', () => {
  const harness = onPageA()
  const { visit, setTitle, advance, pageViews } = harness
  setTitle('A (1)')
  advance(1000)
  pageViews.begin()
  visit('/b')
  advance(100)
  expect(titles(harness)).toEqual(['A'])
  setTitle('B')
  advance(0)
  expect(titles(harness)).toEqual(['A', 'B'])
})

test('V7 a title that changes without an announcement in between is not the next page’s', () => {
  const harness = onPageA()
  harness.pageViews.begin()
  harness.pageViews.rejected()
  harness.setTitle('A (1)')
  harness.advance(1000)
  harness.pageViews.begin()
  harness.visit('/b')
  harness.advance(0)
  expect(titles(harness)).toEqual(['A'])
  harness.advance(500)
  expect(titles(harness)).toEqual(['A', 'A (1)'])
})

test('V7 a change within the page keeps waiting for the title of its view', () => {
  const harness = createHarness()
  harness.visit('/a')
  harness.pageViews.begin()
  harness.visit('/a?tab=1')
  harness.advance(100)
  expect(titles(harness)).toEqual([])
  harness.setTitle('A')
  harness.advance(0)
  expect(titles(harness)).toEqual(['A'])
})

test('V7 two pages of one title are two views', () => {
  const harness = createHarness()
  harness.page.title = 'App'
  for (const path of ['/a', '/b']) {
    harness.visit(path)
    harness.advance(1000)
  }
  expect(titles(harness)).toEqual(['App', 'App'])
})

test('V7 a view that ended does not hear of titles any more', () => {
  const { visit, setTitle, advance, pageViews, all, pageviews } = createHarness()
  visit('/a')
  visit('/b', { route: { meta: false } })
  setTitle('B')
  advance(1000)
  pageViews.exit()
  expect(pageviews()).toHaveLength(1)
  expect(all('$pageleave', 'title')).toEqual(['index.html'])
})

test('V7 a page that is no view shows as well as any other when an app sets its titles', () => {
  const harness = onPageA({ ignore: ({ path }) => path === '/off' })
  // Sets each title right before it moves.
  const move = (path: string, title: string) => {
    harness.pageViews.begin()
    harness.setTitle(title)
    harness.visit(path)
  }
  // To a page without a view and back, and no task between: the title at the end is the one of the beginning.
  move('/b', 'B')
  harness.advance(1000)
  move('/off', 'Off')
  move('/b', 'B')
  harness.setTitle('C')
  harness.pageViews.begin()
  harness.visit('/c')
  harness.advance(1000)
  expect(titles(harness)).toEqual(['A', 'B', 'B', 'C'])
})
