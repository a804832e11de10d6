import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { quietConsole } from './quiet-console.contract.js'
import type { NavigationListener } from './sources/navigation-source.js'
import { createWaypost, historySource, posthogSink, stubSink } from './index.js'
import type { NavigationSource, Sink, Waypost, WaypostOptions } from './index.js'
import { locate } from './page-location.js'

const written = quietConsole()
let waypost: Waypost | undefined
const start = (options: object = {}) =>
  (waypost = createWaypost({ titleWait: 0, persistence: 'memory', ...options } as WaypostOptions))
const names = () => waypost?.recorded.map(({ event }) => event)
const property = (name: string) => waypost?.recorded.map(({ properties }) => properties[name])

/** A source that a test moves. */
function createManual() {
  let listener: NavigationListener | undefined
  const stop = vi.fn()
  const source: NavigationSource = (given) => {
    listener = given
    return stop
  }
  const go = (path: string) => listener?.confirmed({ location: locate(location.origin + path), type: 'push' })
  return { source, go, stop }
}

beforeEach(() => history.replaceState(null, '', '/a?utm_source=mail&secret=1#part'))
afterEach(() => {
  waypost?.stop()
  waypost = undefined
})

describe('options', () => {
  test.each<[string, object, RegExp]>([
    ['titleWait', { titleWait: '300' }, /milliseconds/],
    ['idleAfter', { idleAfter: -1 }, /seconds/],
    ['hashRouting', { hashRouting: 'yes' }, /true or false/],
    ['persistence', { persistence: 'cookie' }, /'localStorage' or 'memory'/],
    ['scrollContainer', { scrollContainer: 5 }, /CSS selector/],
    ['leave', { leave: 'never' }, /'each' or 'exit'/],
    ['ignore', { ignore: '/admin' }, /function/],
    ['pageKey', { pageKey: 'query' }, /\{ query, hash \}/],
    ['urls', { urls: 'none' }, /'path', 'pattern', 'full'/],
    ['queryKeys', { queryKeys: 'tab' }, /list/],
    ['beforeSend', { beforeSend: 'x' }, /function/],
    ['source', { source: 'router' }, /source/],
    ['sink', { sink: 'posthog' }, /sink/],
    ['sink', { sink: [stubSink(), null] }, /sink/],
  ])('C4 W006 a wrong %s %j is told with what it takes, and never thrown', async (name, options, takes) => {
    start(options).capture('x')
    await waypost?.flush()
    waypost?.stop()
    const messages = written()
    expect(messages[0]).toMatch(new RegExp(`^\\[waypost W006\\].*\\b${name}\\b`))
    expect(messages[0]).toMatch(takes)
    // What then fails of it says so too.
    for (const message of messages.slice(1)) expect(message).toMatch(/^\[waypost W00[45]\]/)
  })

  test('W006 a wrong beforeSend drops events: they could not be redacted', () => {
    start({ beforeSend: 'redact' }).capture('x')
    waypost?.stop()
    expect(waypost?.recorded).toEqual([])
    expect(written()[0]).toContain('[waypost W006]')
  })

  test.each(['urls', 'pageKey', 'ignore'])(
    'C4 a function of the app that throws is never felt: %s',
    (name) => {
      const broken = () => {
        throw new Error('broken')
      }
      start({ [name]: broken }).capture('x')
      history.pushState(null, '', '/b')
      window.dispatchEvent(new PageTransitionEvent('pagehide'))
      waypost?.stop()
      for (const message of written()) expect(message).toMatch(/^\[waypost W005\].*broken/)
    },
  )

  test('W006 an unknown option is told with those that there are', () => {
    start({ titelWait: 5 })
    expect(written()).toEqual([expect.stringMatching(/\[waypost W006\].*titelWait.*titleWait/)])
  })

  test('undefined is no wrong option, and none are needed', () => {
    start({ titleWait: undefined, sink: undefined, beforeSend: undefined, source: undefined })
    waypost?.stop()
    createWaypost({ persistence: 'memory' }).stop()
    expect(written()).toEqual([])
  })
})

describe('capture()', () => {
  test.each(['', undefined, 5, {}])('W008 without a name nothing is sent: %j', (name) => {
    Reflect.apply(start().capture, undefined, [name])
    expect(written()).toEqual([expect.stringContaining('[waypost W008]')])
    expect(names()?.filter((event) => !event.startsWith('$page'))).toEqual([])
  })

  test('says where and in which view it happened, under the URL policy', () => {
    start().capture('deployed', { nodes: 3 })
    const before = Date.now()
    const event = waypost?.recorded.find((each) => each.event === 'deployed')
    expect(event?.properties).toEqual({
      $current_url: `${location.origin}/a?utm_source=mail`,
      $host: location.host,
      $pathname: '/a',
      $pageview_id: waypost?.view?.id,
      nodes: 3,
    })
    expect(Math.abs((event?.timestamp ?? 0) - before)).toBeLessThan(1000)
    expect(event?.uuid).not.toBe(waypost?.view?.id)
  })

  test('takes groups, time and URL', () => {
    const url = 'https://app.example/other?secret=1'
    start().capture('deployed', {}, { groups: { team: 't1' }, timestamp: 1000, url })
    expect(waypost?.recorded.at(-1)).toMatchObject({
      timestamp: 1000,
      properties: { $groups: { team: 't1' }, $current_url: 'https://app.example/other', $pathname: '/other' },
    })
  })

  test('C4 a URL that is none is not thrown into the app', () => {
    expect(() => start().capture('x', {}, { url: 'nonsense' })).not.toThrow()
    written()
  })
})

describe('sinks', () => {
  test('several get the same events', async () => {
    start({ sink: [stubSink(), stubSink()] }).capture('x')
    const ids = waypost?.recorded.filter(({ event }) => event === 'x').map(({ uuid }) => uuid)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  test.each<[string, () => Sink]>([
    [
      'throws when it starts',
      () => () => {
        throw new Error('broken')
      },
    ],
    ['throws at everything', () => () => new Proxy({ capture: () => {} }, { get: () => fail })],
    ['rejects', () => () => ({ capture: () => {}, flush: () => Promise.reject(new Error('broken')) })],
  ])('C4 one that %s is never felt, and keeps no other from its events', async (_what, broken) => {
    start({ sink: [broken(), stubSink()] })
    waypost?.capture('x')
    waypost?.identify('user-7')
    waypost?.group('team', 't1')
    waypost?.reset()
    await waypost?.flush()
    waypost?.stop()
    expect(names()).toContain('x')
    for (const message of written()) expect(message).toMatch(/^\[waypost W005\].*broken/)
  })
  function fail() {
    throw new Error('broken')
  }
})

describe('stop()', () => {
  test('ends the view, then nothing is heard, given or written any more', async () => {
    const manual = createManual()
    start({ source: manual.source })
    manual.go('/a')
    waypost?.stop()
    waypost?.stop()
    expect(names()).toEqual(['$pageview', '$pageleave'])
    expect(property('leave_reason')?.at(-1)).toBe('stop')
    expect(manual.stop).toHaveBeenCalledOnce()
    manual.go('/b')
    waypost?.capture('late')
    waypost?.identify('user-7')
    waypost?.useSource(historySource())
    window.dispatchEvent(new PageTransitionEvent('pagehide'))
    document.title = `late ${Math.random()}`
    await waypost?.flush()
    expect(names()).toEqual(['$pageview', '$pageleave'])
    expect(waypost?.view).toBeUndefined()
    expect(Object.keys(history)).toEqual([])
  })

  test('without a key it says so once, and nothing more', () => {
    start({ sink: posthogSink({ key: '' }) }).stop()
    expect(written()).toEqual([expect.stringContaining('[waypost W001]')])
  })
})

describe('useSource()', () => {
  test('V1 leaves a first view that was not sent yet to the new source', async () => {
    const manual = createManual()
    start({ titleWait: 500 })
    waypost?.useSource(manual.source)
    manual.go('/landed')
    manual.go('/b')
    await expect.poll(() => property('$pathname')).toEqual(['/landed', '/landed', '/b'])
  })

  test('V2 the source before it is stopped, and the open view goes on', async () => {
    const [first, second] = [createManual(), createManual()]
    start({ source: first.source })
    first.go('/a')
    await expect.poll(names).toEqual(['$pageview'])
    const id = waypost?.view?.id
    waypost?.useSource(second.source)
    expect(first.stop).toHaveBeenCalledOnce()
    second.go('/a')
    expect(waypost?.view?.id).toBe(id)
    second.go('/b')
    await expect.poll(names).toEqual(['$pageview', '$pageleave', '$pageview'])
  })
})
