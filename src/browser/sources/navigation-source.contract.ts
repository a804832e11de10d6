import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { NavigationType } from '../../core/index.js'
import { quietConsole } from '../quiet-console.contract.js'
import type { NavigationListener, NavigationSource } from './navigation-source.js'
import { createRecorder } from './recorder.contract.js'

/** An app that moves by its own means, and the source that watches it. */
export interface MovingApp {
  source: NavigationSource
  /** Each resolves when the app has come to rest. */
  push(path: string): Promise<unknown>
  replace(path: string): Promise<unknown>
  go(steps: number): Promise<unknown>
  /** What the address bar shows on this path, or would show. */
  url(path: string): string
  /** What the page's path is called. */
  path(path: string): string
  /** Hooks, listeners and patches of the source that are still in place. */
  traces(): number
  close(): void
}

export interface NavigationHarness {
  /** An app whose landing has ended on this path. */
  open(landing: string): Promise<MovingApp>
  /** How a replaced page is told. A history that lives in memory keeps no record of it. */
  replaced: NavigationType
}

/** What every navigation source promises, whatever moves the app. */
export function navigationSourceContract(name: string, { open, replaced }: NavigationHarness): void {
  describe(`navigation source: ${name}`, () => {
    const written = quietConsole()
    let app: MovingApp
    let stop = () => {}
    const heard = createRecorder()
    const stops: (() => void)[] = []
    function start(listener: NavigationListener) {
      const running = app.source(listener)
      stops.push(running)
      return running
    }

    beforeEach(async () => {
      app = await open('/a')
      heard.take()
      stop = start(heard.listener)
      await expect.poll(() => heard.confirmed.length).toBe(1)
    })
    afterEach(() => {
      for (const running of stops.splice(0).reverse()) running()
      app.close()
    })

    test('V1 the landing is told once, with its URL and path', async () => {
      expect(heard.urls()).toEqual([app.url('/a')])
      expect(heard.last()?.location).toMatchObject({ path: app.path('/a'), host: location.host })
      await app.push('/b')
      expect(heard.urls()).toEqual([app.url('/a'), app.url('/b')])
    })

    test('V2 push is told once', async () => {
      heard.take()
      await app.push('/b')
      expect(heard.calls.filter((call) => call === 'confirmed')).toHaveLength(1)
      expect(heard.last()).toMatchObject({
        type: 'push',
        location: { url: app.url('/b'), path: app.path('/b'), query: [], hash: '' },
      })
    })

    test('V2 replace is told once', async () => {
      await app.push('/b')
      await app.replace('/c')
      expect(heard.urls()).toEqual(['/a', '/b', '/c'].map(app.url))
      expect(heard.types()).toEqual(['push', replaced])
    })

    test('V2 back, forward and go(n) are told once each', async () => {
      for (const path of ['/b', '/c', '/d']) await app.push(path)
      heard.take()
      await app.go(-1)
      await app.go(1)
      await app.go(-3)
      await app.go(2)
      expect(heard.urls()).toEqual(['/c', '/d', '/a', '/c'].map(app.url))
      expect(heard.confirmed.map(({ type }) => type)).toEqual(Array(4).fill('traverse'))
    })

    test('V2 a push after a step back is a push again', async () => {
      await app.push('/b')
      await app.go(-1)
      await app.push('/b')
      await app.push('/c')
      await app.go(-1)
      await app.replace('/d')
      expect(heard.types()).toEqual(['push', 'traverse', 'push', 'push', 'traverse', replaced])
    })

    test('V6 navigations one right after the other keep their own URL', async () => {
      heard.take()
      await app.push('/b')
      await app.push('/c')
      await app.push('/b')
      expect(heard.confirmed.map(({ location }) => location.path)).toEqual(['/b', '/c', '/b'].map(app.path))
    })

    test('V5 a new query or hash is told with the new location: whether it counts is not for a source', async () => {
      await app.push('/a?tab=logs&q=a%20b')
      expect(heard.last()?.location).toMatchObject({
        url: app
          .url('/a?tab=logs&q=a%20b')
          .replace('%20', heard.last()?.location.url.includes('+') ? '+' : '%20'),
        path: app.path('/a'),
        query: [
          ['tab', 'logs'],
          ['q', 'a b'],
        ],
        hash: '',
      })
      await app.push('/a?tab=logs#top')
      expect(heard.last()?.location).toMatchObject({
        path: app.path('/a'),
        query: [['tab', 'logs']],
        hash: '#top',
      })
      await app.go(-1)
      expect(heard.last()).toMatchObject({ type: 'traverse', location: { hash: '' } })
    })

    test('stop() leaves no trace: nothing is told any more, nothing stays behind, a second call is harmless', async () => {
      stop()
      expect(app.traces()).toBe(0)
      const told = [...heard.calls]
      await app.push('/b')
      await app.replace('/c')
      await app.go(-1)
      stop()
      await app.push('/d')
      expect(heard.calls).toEqual(told)
      expect(app.traces()).toBe(0)
    })

    test('stop() at once tells nothing later', async () => {
      const other = createRecorder()
      start(other.listener)()
      const told = other.confirmed.length
      await app.push('/b')
      expect(other.confirmed).toHaveLength(told)
    })

    test('two sources at once do not disturb one another', async () => {
      const other = createRecorder()
      const stopOther = start(other.listener)
      await expect.poll(() => other.urls()).toEqual([app.url('/a')])
      await app.push('/b')
      expect(other.last()).toEqual(heard.last())
      stop()
      await app.push('/c')
      await app.go(-1)
      expect(other.urls()).toEqual(['/a', '/b', '/c', '/b'].map(app.url))
      expect(heard.urls()).toEqual(['/a', '/b'].map(app.url))
      stopOther()
      await app.push('/d')
      expect(other.confirmed).toHaveLength(4)
    })

    test('C4 a listener that throws neither breaks the navigation nor another listener', async () => {
      const fail = () => {
        throw new Error('from a listener')
      }
      // Where the landing is told at once, a tracker catches it; everything later comes from the page.
      const other = createRecorder()
      start({
        begin: fail,
        rejected: fail,
        confirmed: (navigation) => {
          other.listener.confirmed(navigation)
          if (other.confirmed.length > 1) fail()
        },
      })
      await expect.poll(() => other.confirmed.length).toBe(1)
      await app.push('/b')
      await app.replace('/c')
      await app.go(-1)
      expect(other.urls()).toEqual(['/a', '/b', '/c', '/a'].map(app.url))
      expect(heard.urls()).toEqual(['/a', '/b', '/c', '/a'].map(app.url))
      const messages = written()
      expect(messages.length).toBeGreaterThan(0)
      for (const message of messages) expect(message).toMatch(/^\[waypost W005\].*from a listener/)
    })

    test('C4 nothing waits for a listener', async () => {
      const never = () => new Promise<void>(() => {})
      start({ begin: never, rejected: never, confirmed: never })
      await app.push('/b')
      await app.go(-1)
      expect(heard.urls()).toEqual(['/a', '/b', '/a'].map(app.url))
    })
  })
}
