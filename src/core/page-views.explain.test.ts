import { expect, test } from 'vitest'
import { createHarness } from './harness.contract.js'

/** What was decided, in short: `view push /b changed`. */
const told = ({ decisions }: ReturnType<typeof createHarness>) =>
  decisions.map((decision) =>
    [decision.what, decision.reason, decision.page, 'title' in decision ? decision.title : undefined]
      .filter((part) => part !== undefined)
      .join(' '),
  )

test('each view says how it came to be, and how long its title was waited for', () => {
  const harness = createHarness()
  const { visit, setTitle, advance, pageViews } = harness
  visit('/a')
  advance(500)
  visit('/b', { type: 'replace' })
  setTitle('B')
  advance(0)
  visit('/c')
  pageViews.exit()
  pageViews.resume()
  pageViews.stop()
  expect(told(harness)).toEqual([
    'waiting title-wait /a',
    'view load /a time-limit',
    'leave navigation /a',
    'waiting title-wait /b',
    'view replace /b changed',
    'leave navigation /b',
    'waiting title-wait /c',
    'view push /c cut-short',
    'leave pagehide /c',
    'waiting title-wait /c',
    'view bfcache /c cut-short',
    'leave stop /c',
  ])
})

test('each navigation that is not counted says why', () => {
  const harness = createHarness({ ignore: ({ path }) => path === '/internal' })
  const { visit, advance, pageViews } = harness
  visit('/start', { landing: true })
  visit('/a', { landing: true })
  advance(500)
  const before = told(harness).length
  visit('/a?x=1')
  pageViews.begin()
  pageViews.skipped('aborted', '/no')
  pageViews.rejected()
  pageViews.begin()
  pageViews.begin()
  visit('/internal')
  pageViews.exit()
  visit('/late')
  expect(told(harness).slice(0, before)).toEqual([
    'waiting title-wait /start',
    'not counted landing /start',
    'waiting title-wait /a',
    'view load /a time-limit',
  ])
  expect(told(harness).slice(before)).toEqual([
    'not counted same-page /a',
    'not counted aborted /no',
    'not counted unanswered',
    'leave navigation /a',
    'not counted ignored /internal',
    'not counted left /late',
  ])
})

test('V8 a page that nobody has seen waits', () => {
  const harness = createHarness({ visible: false })
  harness.visit('/a')
  expect(told(harness)).toEqual(['waiting background /a'])
})
