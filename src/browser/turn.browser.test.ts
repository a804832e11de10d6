import { afterEach, expect, test } from 'vitest'
import { locate } from './page-location.js'
import { quietConsole } from './quiet-console.contract.js'
import type { NavigationListener, NavigationSource } from './sources/navigation-source.js'
import { createWaypost } from './tracker.js'
import type { Waypost } from './tracker.js'

const written = quietConsole()
const started: Waypost[] = []

/** A tracker with a source of its own, which a test moves. */
function start() {
  let listener: NavigationListener | undefined
  const source: NavigationSource = (given) => {
    listener = given
    given.confirmed({ location: locate(location.href), type: 'push' })
    return () => (listener = undefined)
  }
  const waypost = createWaypost({ source, titleWait: 0, persistence: 'memory' })
  started.push(waypost)
  return {
    waypost,
    go: (path: string) => listener?.confirmed({ location: locate(location.origin + path), type: 'push' }),
    tracks: () => !!listener,
  }
}
const names = ({ recorded }: Waypost) => recorded.map(({ event }) => event)

afterEach(() => {
  for (const waypost of started.splice(0)) waypost.stop()
})

test('V13 W009 of two trackers the first stays in charge, with one message', () => {
  const one = start()
  const other = start()
  expect(written()).toEqual([expect.stringContaining('[waypost W009]')])
  expect([one.tracks(), other.tracks()]).toEqual([true, false])
  one.go('/b')
  other.go('/c')
  other.waypost.stop()
  one.waypost.stop()
  expect(names(one.waypost)).toEqual(['$pageview', '$pageleave', '$pageview', '$pageleave'])
  expect(names(other.waypost)).toEqual([])
})

test('V13 what the second one is given goes to the first', async () => {
  const one = start()
  const other = start()
  written()
  other.waypost.capture('mine')
  expect(names(one.waypost)).toContain('mine')
  expect(other.waypost.view).toBe(one.waypost.view)
  expect(other.waypost.recorded).toEqual(one.waypost.recorded)
  await other.waypost.flush()
  other.waypost.optOut()
  expect([one.waypost.consent, one.tracks(), other.tracks()]).toEqual(['denied', false, false])
  expect(one.waypost.view).toBeUndefined()
  other.waypost.optIn()
  expect([one.waypost.consent, one.tracks(), other.tracks()]).toEqual(['granted', true, false])
})

test('V13 when the first stops, the next one takes over', () => {
  const [one, two, three] = [start(), start(), start()]
  written()
  two.waypost.stop()
  one.waypost.stop()
  expect([one.tracks(), two.tracks(), three.tracks()]).toEqual([false, false, true])
  expect(names(one.waypost)).toEqual(['$pageview', '$pageleave'])
  three.waypost.capture('mine')
  one.waypost.capture('nobody’s')
  two.waypost.capture('nobody’s')
  expect(names(three.waypost)).toContain('mine')
  expect(JSON.stringify([...one.waypost.recorded, ...three.waypost.recorded])).not.toContain('nobody’s')
})

test('V13 a tracker that has stopped is no obstacle to a new one', () => {
  start().waypost.stop()
  expect(start().tracks()).toBe(true)
  expect(written()).toEqual([])
})
