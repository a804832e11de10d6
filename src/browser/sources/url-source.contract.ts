import { afterEach, describe, expect, test } from 'vitest'
import { quietConsole } from '../quiet-console.contract.js'
import { navigationSourceContract } from './navigation-source.contract.js'
import type { NavigationSource } from './navigation-source.js'
import { createRecorder, nextEvents } from './recorder.contract.js'
import type { UrlSourceOptions } from './url-reporter.js'

/** Counts what is registered on a target, from now on. */
function countListeners(target: EventTarget) {
  const { addEventListener, removeEventListener } = target
  const held: unknown[] = []
  target.addEventListener = function (this: EventTarget, ...args: Parameters<typeof addEventListener>) {
    held.push(args[1])
    addEventListener.apply(this, args)
  }
  target.removeEventListener = function (this: EventTarget, ...args: Parameters<typeof removeEventListener>) {
    const at = held.indexOf(args[1])
    if (at >= 0) held.splice(at, 1)
    removeEventListener.apply(this, args)
  }
  return {
    count: () => held.length,
    restore: () => Object.assign(target, { addEventListener, removeEventListener }),
  }
}

/** What the sources that see only the URL promise, with paths and with hash routing. */
export function urlSourceContract(
  name: string,
  create: (options?: UrlSourceOptions) => NavigationSource,
): void {
  for (const hashRouting of [false, true]) {
    const base = hashRouting ? '/page#' : ''
    navigationSourceContract(`${name}${hashRouting ? ', hash routing' : ''}`, {
      replaced: 'replace',
      async open(landing) {
        history.replaceState(null, '', base + landing)
        const held = [window, window.navigation ?? document].map(countListeners)
        return {
          source: create({ hashRouting }),
          push: async (path) => history.pushState(null, '', base + path),
          replace: async (path) => history.replaceState(null, '', base + path),
          async go(steps) {
            // The last event of a step: of a hash that changed, there are two.
            const done = nextEvents(hashRouting ? 'hashchange' : 'popstate')
            history.go(steps)
            await done
          },
          url: (path) => location.origin + base + path,
          path: (path) => path,
          traces: () => Object.keys(history).length + held.reduce((sum, { count }) => sum + count(), 0),
          close() {
            for (const { restore } of held) restore()
            // A source stopped while another one's patch is above it stays as a pass-through.
            for (const method of Object.keys(history)) Reflect.deleteProperty(history, method)
          },
        }
      },
    })
  }

  describe(`URL source: ${name}`, () => {
    quietConsole()
    const heard = createRecorder()
    let stop = () => {}
    function start(path: string, options?: UrlSourceOptions) {
      history.replaceState(null, '', path)
      heard.take()
      stop = create(options)(heard.listener)
    }
    afterEach(() => stop())

    test('C4 tells at once: nothing waits for it', () => {
      start('/a')
      expect(heard.urls()).toEqual([`${location.origin}/a`])
      history.pushState(null, '', '/b')
      expect(heard.urls()).toEqual([`${location.origin}/a`, `${location.origin}/b`])
    })

    test('V4 a URL replaced before the user did anything is still the landing, and ends with the first push', ({
      skip,
    }) => {
      skip(navigator.userActivation.hasBeenActive, 'the driver of this browser has acted as a user')
      start('/')
      history.replaceState(null, '', '/login')
      history.pushState(null, '', '/home')
      history.replaceState(null, '', '/home?tab=1')
      expect(heard.confirmed.map(({ landing }) => landing)).toEqual([true, true, false, false])
    })

    test('V11 a link into the page is told once', async () => {
      start('/a')
      const done = nextEvents('hashchange')
      location.hash = 'part'
      await done
      expect(heard.confirmed.map(({ location: { hash } }) => hash)).toEqual(['', '#part'])
    })

    test('V11 without hash routing the hash is no path', () => {
      start('/a#/b')
      expect(heard.last()?.location).toMatchObject({ path: '/a', hash: '#/b' })
    })

    test.each([
      ['#/team/7?tab=a#part', { path: '/team/7', query: [['tab', 'a']], hash: '#part' }],
      ['#!/team/7', { path: '/team/7' }],
      ['#team', { path: '/team' }],
      ['', { path: '/' }],
    ])('V11 with hash routing %j is a page', (hash, expected) => {
      start(`/page${hash}`, { hashRouting: true })
      expect(heard.last()?.location).toMatchObject({
        ...expected,
        url: `${location.origin}/page${hash}`,
        base: `${location.origin}/page#`,
      })
    })
  })
}
