import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHarness } from './harness.contract.js'

type Harness = ReturnType<typeof createHarness>

/** Something that happens in a document. Its name is what a counterexample shows. */
interface Step {
  name: string
  take(harness: Harness): void
}

const step = <T>(weight: number, values: fc.Arbitrary<T>, take: (harness: Harness, value: T) => void) => ({
  weight,
  arbitrary: values.map((value): Step => ({
    name: JSON.stringify(value),
    take: (harness) => take(harness, value),
  })),
})

const path = fc.constantFrom('/a', '/b', '/c', '/a?x=1', '/hidden')
const type = fc.constantFrom('push' as const, 'replace' as const, 'traverse' as const)
const wait = fc.constantFrom(0, 0, 1, 100, 499, 500, 7000, 40_000)
const call = fc.constantFrom('begin', 'rejected', 'exit', 'resume', 'resume', 'resume', 'restart', 'scrolled')

const anything = fc.oneof(
  step(6, fc.record({ path, type, landing: fc.boolean() }), ({ visit }, { path, ...how }) =>
    visit(path, how),
  ),
  step(6, wait, ({ advance }, milliseconds) => advance(milliseconds)),
  step(2, fc.constantFrom('T1', 'T2'), ({ setTitle }, title) => setTitle(title)),
  step(6, call, ({ pageViews }, method) => pageViews[method]()),
  step(2, fc.record({ visible: fc.boolean() }), ({ pageViews }, { visible }) =>
    pageViews.visibility(visible),
  ),
  step(1, fc.record({ focused: fc.boolean() }), ({ pageViews }, attention) => pageViews.attention(attention)),
  step(1, fc.record({ top: fc.nat(2400) }), ({ scrollTo }, { top }) => scrollTo(top)),
  step(1, fc.record({ running: fc.boolean() }), ({ sleep }, { running }) => sleep(3_600_000, running)),
)

/** Takes the steps in a new document, which stops in the end. */
function run(steps: Step[], leave: 'each' | 'exit', visible = true) {
  const harness = createHarness({ leave, visible, ignore: ({ path }) => path === '/hidden' })
  steps.forEach((step) => step.take(harness))
  harness.pageViews.stop()
  harness.advance(60_000)
  return harness
}

const number = (value: unknown) => Number(value)

/** What holds in both modes. */
function checkEvents({ events, pageviews, leaves, pending }: Harness) {
  const uuids = events.map(({ uuid }) => uuid)
  expect(new Set(uuids).size).toBe(uuids.length)
  const times = events.map(({ timestamp }) => timestamp)
  expect(times).toEqual([...times].sort((a, b) => a - b))
  const counts = new Map<string, number>()
  for (const { session, properties } of pageviews()) {
    counts.set(session, (counts.get(session) ?? 0) + 1)
    expect(properties['view_number']).toBe(counts.get(session))
  }
  for (const leave of leaves()) {
    const view = events.find(({ uuid }) => uuid === leave.properties['$pageview_id'])
    expect(view?.event).toBe('$pageview')
    expect(events.indexOf(leave)).toBeGreaterThan(view ? events.indexOf(view) : Infinity)
    expect(leave.properties['view_number']).toBe(view?.properties['view_number'])
    expect(leave.properties['$pathname']).toBe(view?.properties['$pathname'])
    expect(leave.properties['$prev_pageview_duration']).toBe(
      (leave.timestamp - (view?.timestamp ?? 0)) / 1000,
    )
    const { visible_seconds: visible, engaged_seconds: engaged } = leave.properties
    expect(number(visible)).toBeLessThanOrEqual(number(leave.properties['$prev_pageview_duration']))
    expect(number(engaged)).toBeLessThanOrEqual(number(visible))
    expect(number(engaged)).toBeGreaterThanOrEqual(0)
  }
  expect(JSON.stringify(events)).not.toContain('hidden')
  expect(pending()).toBe(0)
}

const sequences = fc.array(anything, { minLength: 10, maxLength: 80, size: 'max' })
const settings = { seed: 20300101, numRuns: 200 }

test('L1 in any sequence every view has exactly one leave', () => {
  let steps = 0
  let views = 0
  fc.assert(
    fc.property(sequences, fc.boolean(), (sequence, visible) => {
      const harness = run(sequence, 'each', visible)
      checkEvents(harness)
      const ids = harness.pageviews().map(({ uuid }) => uuid)
      const paths = harness.all('$pageview', '$pathname')
      harness
        .all('$pageview', 'from')
        .forEach((from, index) => expect([undefined, paths[index - 1]]).toContain(from))
      expect(harness.all('$pageleave', '$pageview_id')).toEqual(ids)
      expect(harness.all('$pageview', '$prev_pageview_id').filter(Boolean)).toEqual([])
      steps += sequence.length
      views += ids.length
    }),
    settings,
  )
  expect(steps).toBeGreaterThan(3000)
  expect(views).toBeGreaterThan(500)
})

test('L9 in any sequence in exit mode the leave data of every view appear exactly once', () => {
  fc.assert(
    fc.property(sequences, fc.boolean(), (sequence, visible) => {
      const harness = run(sequence, 'exit', visible)
      checkEvents(harness)
      const left = harness.events.map(({ properties }) => properties['$prev_pageview_id']).filter(Boolean)
      expect(left).toEqual(harness.pageviews().map(({ uuid }) => uuid))
    }),
    settings,
  )
})

test('V2 in any sequence of navigations every change of the page is one view, with its own neighbours', () => {
  const navigation = fc.record({
    path,
    type,
    wait,
    begin: fc.boolean(),
    refused: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(navigation, { minLength: 1, maxLength: 40, size: 'max' }), (navigations) => {
      const { visit, advance, pageViews, all } = createHarness({ ignore: ({ path }) => path === '/hidden' })
      /** All pages that the app was on, ignored ones too. */
      const pages: string[] = []
      for (const { path, type, wait, begin, refused } of navigations) {
        if (begin || refused) pageViews.begin()
        if (refused) pageViews.rejected()
        else {
          visit(path, { type })
          const page = path.replace('?x=1', '')
          if (pages.at(-1) !== page) pages.push(page)
        }
        advance(wait)
      }
      pageViews.exit()
      const viewed = pages.filter((page) => page !== '/hidden')
      expect(all('$pageview', '$pathname')).toEqual(viewed)
      expect(all('$pageleave', '$pathname')).toEqual(viewed)
      expect(all('$pageview', 'from')).toEqual([undefined, ...viewed].slice(0, viewed.length))
      const next = pages.map((_page, index) => pages[index + 1])
      expect(all('$pageleave', 'to')).toEqual(
        next
          .filter((_page, index) => pages[index] !== '/hidden')
          .map((page) => (page === '/hidden' ? undefined : page)),
      )
    }),
    settings,
  )
})
