import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { quietConsole } from '../quiet-console.contract.js'
import { navigationSourceContract } from './navigation-source.contract.js'
import { createRecorder } from './recorder.contract.js'
import { routerSourceContract } from './router-source.contract.js'
import { createRouterApp, histories, versions } from './vue-routers.contract.js'
import type { HistoryName, RouterApp, Version } from './vue-routers.contract.js'
import { vueRouterSource } from './vue-router-source.js'

for (const version of Object.keys(versions) as Version[]) {
  for (const historyName of Object.keys(histories) as HistoryName[]) {
    navigationSourceContract(`${version}, ${historyName} history`, {
      replaced: histories[historyName].inMemory ? 'push' : 'replace',
      async open(landing) {
        const app = createRouterApp(version, historyName, landing)
        await app.land()
        return {
          ...app,
          source: vueRouterSource(app.watched),
          push: (path) => app.router.push(path),
          replace: (path) => app.router.replace(path),
        }
      },
    })
    routerSourceContract(version, historyName)
  }

  describe(`what a route is told with: ${version}`, () => {
    quietConsole()
    const heard = createRecorder()
    let app: RouterApp
    let stop = () => {}
    beforeEach(async () => {
      app = createRouterApp(version, 'web', '/a')
      await app.land()
      stop = vueRouterSource(app.watched)(heard.listener)
      await expect.poll(() => heard.confirmed.length).toBe(1)
    })
    afterEach(() => {
      stop()
      app.close()
      heard.take()
    })

    test.each([
      ['/team/ours', { name: 'team', pattern: '/team/:slug', meta: { properties: { area: 'team' } } }],
      [
        '/team/ours/members/7',
        {
          name: 'team-members',
          pattern: '/team/:slug/members/:id(\\d+)?',
          meta: { properties: { area: 'team' } },
        },
      ],
      ['/members', { name: 'people', pattern: '/members' }],
      ['/old', { name: 'new', pattern: '/new' }],
      ['/no/such/page', { name: 'not-found', pattern: '/:rest(.*)*' }],
      ['/b', { name: undefined, pattern: '/:letter(\\w)' }],
      ['/symbol', { name: undefined, pattern: '/symbol' }],
    ])('%s has its name and pattern', async (path, route) => {
      await app.router.push(path)
      expect(heard.last()?.location.route).toMatchObject({
        path: app.router.currentRoute.value.path,
        ...route,
      })
    })

    test('V12 meta.waypost is passed on', async () => {
      await app.router.push('/hidden')
      expect(heard.last()?.location.route?.meta).toBe(false)
      await app.router.push('/renamed')
      expect(heard.last()?.location.route?.meta).toEqual({ name: 'other', properties: { area: 'x' } })
    })

    test('V5 the state that vue-router itself writes is no navigation', async () => {
      heard.take()
      app.router.options.history.replace('/a', { scroll: 1 })
      expect(heard.calls).toEqual([])
    })

    test('encoded paths stay as the address bar has them', async () => {
      await app.router.push('/team/a%2Fb')
      expect(heard.last()?.location).toMatchObject({ url: location.href, path: '/team/a%2Fb' })
    })
  })
}
