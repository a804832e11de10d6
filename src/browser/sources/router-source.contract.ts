import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { quietConsole } from '../quiet-console.contract.js'
import { createRecorder, nextEvents } from './recorder.contract.js'
import { createRouterApp } from './vue-routers.contract.js'
import type { HistoryName, RouterApp, Version } from './vue-routers.contract.js'
import { vueRouterSource } from './vue-router-source.js'

/** What a source promises that a router feeds: refused navigations are not told, redirects only by their end. */
export function routerSourceContract(version: Version, historyName: HistoryName): void {
  const quiet = () => {
    const written = quietConsole()
    let app: RouterApp
    const heard = createRecorder()
    let stop = () => {}
    afterEach(() => {
      stop()
      app.close()
    })
    return {
      written,
      heard,
      open: (landing = '/a') => (app = createRouterApp(version, historyName, landing)),
      watch: () => (stop = vueRouterSource(app.watched)(heard.listener)),
      async push(path: string) {
        await app.router.push(path)
      },
      urls: (...paths: string[]) => paths.map(app.url),
      app: () => app,
    }
  }

  describe(`landing: ${version}, ${historyName} history`, () => {
    const { heard, open, watch, push, urls } = quiet()
    beforeEach(() => void heard.take())

    test('V1 installed before it', async () => {
      const app = open()
      watch()
      await app.land()
      await push('/b')
      expect(heard.urls()).toEqual(urls('/a', '/b'))
    })

    test('V1 installed during it', async () => {
      const app = open()
      const slow = app.slow('/a')
      const landed = app.land()
      watch()
      expect(heard.confirmed).toEqual([])
      slow.open()
      await landed
      await push('/b')
      expect(heard.urls()).toEqual(urls('/a', '/b'))
    })

    test('V1 installed after it', async () => {
      const app = open()
      await app.land()
      watch()
      await expect.poll(() => heard.urls()).toEqual(urls('/a'))
      await push('/b')
      expect(heard.urls()).toEqual(urls('/a', '/b'))
    })

    test('V1 installed after it, with the next navigation already under way', async () => {
      const app = open()
      await app.land()
      const moved = push('/b')
      watch()
      await moved
      expect(heard.urls().at(-1)).toBe(app.url('/b'))
      expect(heard.urls().slice(0, -1)).toEqual(urls('/a'))
    })

    test.each(['before', 'after'])(
      'V4 its redirects are followed to their end, installed %s',
      async (when) => {
        const app = open('/old')
        app.guard('/new', () => '/login')
        if (when === 'before') watch()
        await app.land()
        if (when === 'after') watch()
        await expect.poll(() => heard.urls()).toEqual(urls('/login'))
        await push('/b')
        expect(heard.urls()).toEqual(urls('/login', '/b'))
      },
    )

    test('V1 refused by a guard it is no page; the first one is the next that is confirmed', async () => {
      const app = open()
      app.guard('/a', () => false)
      watch()
      await app.land()
      expect(heard.confirmed).toEqual([])
      expect(heard.calls.at(-1)).not.toBe('begin')
      await push('/b')
      expect(heard.urls()).toEqual(urls('/b'))
    })

    test('V1 stopped before it, nothing is told of it', async () => {
      const app = open()
      watch()()
      await app.land()
      expect(heard.calls).toEqual([])
      expect(app.traces()).toBe(0)
    })
  })

  describe(`steps in the history: ${version}, ${historyName} history`, () => {
    const { heard, open, watch, push, app } = quiet()
    /** On `/b`, with `/a` behind it, and a guard of the app that hears of a move before we do. */
    async function onPageB(guard: () => undefined | Promise<undefined>) {
      let asked: typeof guard = () => undefined
      open().guard('/a', () => asked())
      watch()
      await app().land()
      await push('/b')
      heard.take()
      asked = guard
      return () => (asked = () => undefined)
    }

    test('V3 a guard throws before we hear of a step: going there later is no step', async () => {
      const allow = await onPageB(() => {
        throw new Error('guard failed')
      })
      const reported = new Promise((resolve) => app().router.onError(resolve))
      const back = app().inMemory ? undefined : nextEvents('popstate', 2)
      app().router.go(-1)
      await reported
      await back
      allow()
      await push('/a')
      expect(heard.last()).toMatchObject({ type: 'push', location: { url: app().url('/a') } })
    })

    test('V3 a step that a guard holds is superseded by going there', async () => {
      let release: () => void = () => {}
      let reach: () => void = () => {}
      const reached = new Promise<void>((resolve) => (reach = resolve))
      const allow = await onPageB(
        () =>
          new Promise((resolve) => {
            release = () => resolve(undefined)
            reach()
          }),
      )
      app().router.go(-1)
      await reached
      allow()
      await push('/a')
      release()
      expect(heard.last()).toMatchObject({ type: 'push', location: { url: app().url('/a') } })
    })

    test('V2 a step that a guard holds, while an older attempt is given up', async () => {
      const slow = open().slow('/c')
      const held = app().slow('/a')
      held.open()
      watch()
      await app().land()
      await push('/b')
      const moved = push('/c')
      await slow.reached
      const stepped = app().slow('/a')
      const end = app().ended()
      app().router.go(-1)
      await stepped.reached
      slow.open()
      await moved
      await end
      const there = app().ended()
      stepped.open()
      await there
      expect(heard.last()).toMatchObject({ type: 'traverse', location: { url: app().url('/a') } })
    })
  })

  describe(`refused navigations: ${version}, ${historyName} history`, () => {
    const { written, heard, open, watch, push, urls, app } = quiet()
    beforeEach(async () => {
      await open().land()
      heard.take()
      watch()
      await expect.poll(() => heard.confirmed.length).toBe(1)
      heard.take()
    })
    /** Nothing was told of what came before; the next page is told as ever. */
    async function expectOnlyNext() {
      expect(heard.confirmed).toEqual([])
      await push('/z')
      expect(heard.urls()).toEqual(urls('/z'))
      expect(heard.last()?.type).toBe('push')
    }

    test('V3 a guard returns false', async () => {
      app().guard('/b', () => false)
      await push('/b')
      expect(heard.calls).toEqual(['begin', 'rejected'])
      heard.take()
      await expectOnlyNext()
    })

    test('V3 a guard throws: the router logs it as it would without us', async () => {
      app().guard('/b', () => {
        throw new Error('guard failed')
      })
      await expect(app().router.push('/b')).rejects.toThrow('guard failed')
      expect(written()).toEqual([
        expect.stringMatching(/uncaught error during route navigation/i),
        expect.stringContaining('guard failed'),
      ])
      await expectOnlyNext()
    })

    test('V3 a lazy component fails to load: the router logs it as it would without us', async () => {
      await expect(app().router.push('/broken')).rejects.toThrow('chunk failed')
      expect(written()).toEqual([
        expect.stringMatching(/uncaught error during route navigation/i),
        expect.stringContaining('chunk failed'),
      ])
      await expectOnlyNext()
    })

    test('V3 a slow navigation is superseded by a fast one', async () => {
      const slow = app().slow('/b')
      const moved = push('/b')
      await slow.reached
      await push('/c')
      slow.open()
      await moved
      expect(heard.urls()).toEqual(urls('/c'))
      expect(heard.calls.filter((call) => call !== 'rejected')).toEqual(['begin', 'begin', 'confirmed'])
      heard.take()
      await expectOnlyNext()
    })

    test('V3 a superseded navigation that ends late does not end the one under way', async () => {
      const slow = app().slow('/b')
      const slower = app().slow('/c')
      const moves = [push('/b')]
      await slow.reached
      moves.push(push('/c'))
      await slower.reached
      slow.open()
      await moves[0]
      expect(heard.calls).toEqual(['begin', 'begin'])
      slower.open()
      await moves[1]
      expect(heard.calls).toEqual(['begin', 'begin', 'confirmed'])
      expect(heard.urls()).toEqual(urls('/c'))
    })

    test('V3 the same place again is duplicated', async () => {
      await push('/a')
      expect(heard.calls.at(-1)).not.toBe('begin')
      await expectOnlyNext()
    })

    test('V3 a guard refuses Back: the URL moves twice and nobody hears of it', async () => {
      await push('/b')
      heard.take()
      const remove = app().guard('/a', () => false)
      expect(await app().goRefused(-1)).toBeDefined()
      expect(app().router.currentRoute.value.path).toBe('/b')
      expect(heard.calls).toEqual(['begin', 'rejected'])
      remove()
      await push('/a')
      expect(heard.last()).toMatchObject({ type: 'push', location: { url: app().url('/a') } })
      heard.take()
      await expectOnlyNext()
    })

    test('V3 a guard throws at Back: going there later is no step in the history', async () => {
      await push('/b')
      heard.take()
      const reported = new Promise((resolve) => app().router.onError(resolve))
      const remove = app().guard('/a', () => {
        throw new Error('guard failed')
      })
      app().router.go(-1)
      await reported
      expect(heard.confirmed).toEqual([])
      remove()
      await push('/a')
      expect(heard.last()?.type).toBe('push')
    })

    test('V3 a step back is superseded by a push', async () => {
      await push('/b')
      heard.take()
      const slow = app().slow('/a')
      app().router.go(-1)
      await slow.reached
      await push('/c')
      const cancelled = app().ended()
      slow.open()
      await cancelled
      expect(heard.urls()).toEqual(urls('/c'))
      expect(heard.last()?.type).toBe('push')
    })

    test('V3 a guard sends the user to where they are', async () => {
      app().guard('/b', () => '/a')
      await push('/b')
      expect(heard.calls.at(-1)).toBe('rejected')
      await expectOnlyNext()
    })

    test('V4 a redirect is told by its end alone', async () => {
      app().guard('/b', () => '/old')
      await push('/b')
      expect(heard.urls()).toEqual(urls('/new'))
      expect(heard.calls.at(-1)).toBe('confirmed')
    })

    test('V2 a step back that a guard redirects is a step in the history', async () => {
      await push('/b')
      heard.take()
      app().guard('/a', () => '/login')
      await app().go(-1)
      expect(heard.urls()).toEqual(urls('/login'))
      expect(heard.last()?.type).toBe('traverse')
    })
  })
}
