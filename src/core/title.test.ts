import { expect, test } from 'vitest'
import type { Schedule } from './clock.js'
import { createVirtualTime } from './harness.contract.js'
import { createTitleWatch } from './title.js'

function setUp(limit = 500) {
  const time = createVirtualTime()
  let title = 'index.html'
  const watch = createTitleWatch(() => title, time.schedule, limit)
  const settled: string[] = []
  return {
    ...time,
    watch,
    settled,
    pending: () => time.pending,
    /** A page was confirmed. */
    confirm: () => watch.confirm((found) => settled.push(found)),
    /** The title changes, and the watch is told. */
    setTitle(value: string) {
      title = value
      watch.changed()
    },
  }
}

test('V7 settles on the change, after the page was drawn', () => {
  const { confirm, setTitle, advance, settled } = setUp()
  confirm()
  setTitle('A')
  expect(settled).toEqual([])
  advance(0)
  expect(settled).toEqual(['A'])
})

test('V7 settles once', () => {
  const { confirm, setTitle, advance, watch, settled } = setUp()
  confirm()
  setTitle('A')
  advance(0)
  setTitle('A2')
  watch.flush()
  advance(5000)
  expect(settled).toEqual(['A'])
})

test('V7 settles at the limit with the title as it is', () => {
  const { confirm, advance, settled } = setUp(200)
  confirm()
  advance(199)
  expect(settled).toEqual([])
  advance(1)
  expect(settled).toEqual(['index.html'])
})

test('V7 a limit of nothing does not wait', () => {
  const { confirm, advance, settled } = setUp(0)
  confirm()
  advance(0)
  expect(settled).toEqual(['index.html'])
})

test('V7 a change and its return is no new title', () => {
  const { confirm, setTitle, advance, settled } = setUp()
  confirm()
  advance(10)
  setTitle('Loading…')
  setTitle('index.html')
  advance(10)
  expect(settled).toEqual([])
})

test('V7 flush settles at once, and does nothing when nobody waits', () => {
  const { confirm, setTitle, watch, settled, pending } = setUp()
  watch.flush()
  confirm()
  setTitle('A')
  watch.flush()
  watch.flush()
  expect(settled).toEqual(['A'])
  expect(pending()).toBeLessThanOrEqual(1)
})

test('V7 drop ends the wait without an answer', () => {
  const { confirm, setTitle, advance, watch, settled } = setUp()
  confirm()
  watch.drop()
  setTitle('A')
  advance(5000)
  watch.flush()
  expect(settled).toEqual([])
})

test('V7 during a navigation a change is not taken for the present page’s', () => {
  const { confirm, setTitle, advance, watch, settled } = setUp()
  confirm()
  advance(10)
  watch.begin()
  setTitle('B')
  advance(100)
  expect(settled).toEqual([])
  watch.flush()
  expect(settled).toEqual(['index.html'])
  confirm()
  advance(0)
  expect(settled).toEqual(['index.html', 'B'])
})

test('V7 when the navigation was refused a change is the present page’s after all', () => {
  const { confirm, setTitle, advance, watch, settled } = setUp()
  confirm()
  advance(10)
  watch.begin()
  setTitle('A')
  advance(100)
  watch.end()
  advance(0)
  expect(settled).toEqual(['A'])
})

test('V7 V4 while the document loads its scripts nothing settles, unless the page goes', () => {
  const time = createVirtualTime()
  let title = ''
  const loaded: (() => void)[] = []
  const afterLoad: Schedule = (task, delay) => {
    loaded.push(() => void time.schedule(task, delay))
    return () => loaded.splice(0)
  }
  const watch = createTitleWatch(() => title, time.schedule, 500, afterLoad)
  const settled: string[] = []
  watch.confirm((found) => settled.push(found))
  title = 'Shell'
  watch.changed()
  time.advance(10_000)
  expect(settled).toEqual([])
  for (const begin of loaded.splice(0)) begin()
  time.advance(0)
  expect(settled).toEqual(['Shell'])

  watch.confirm((found) => settled.push(found))
  watch.flush()
  expect(settled).toEqual(['Shell', 'Shell'])
})
