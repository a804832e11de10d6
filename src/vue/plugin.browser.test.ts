import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createApp, h, nextTick } from 'vue'
import type { App } from 'vue'
import { quietConsole } from '../browser/quiet-console.contract.js'
import { versions } from '../browser/sources/vue-routers.contract.js'
import type { Version } from '../browser/sources/vue-routers.contract.js'
import { createWaypost, useWaypost } from './index.js'
import type { VueWaypost, VueWaypostOptions } from './index.js'

const written = quietConsole()
const text = { render: () => h('p') }
const options: VueWaypostOptions = { titleWait: 0, persistence: 'memory' }

describe.each(Object.keys(versions) as Version[])('the plugin with %s', (version) => {
  const { createRouter, createWebHistory, RouterView } = versions[version]
  const apps: App[] = []
  let router: ReturnType<typeof createRouter>

  function startRouter(path = '/a') {
    history.replaceState(null, '', path)
    router = createRouter({
      history: createWebHistory(),
      routes: [
        { path: '/:letter', name: 'letter', component: text },
        { path: '/hidden', component: text, meta: { waypost: false } },
        {
          path: '/renamed',
          component: text,
          meta: { waypost: { name: 'other', properties: { area: 'x' } } },
        },
      ],
    })
  }
  beforeEach(() => startRouter())
  afterEach(() => {
    for (const app of apps.splice(0)) app.unmount()
    router.options.history.destroy()
  })

  function create(component: object = { render: () => h(RouterView) }) {
    const app = createApp(component)
    apps.push(app)
    return app
  }
  const mount = (app: App) => app.mount(document.createElement('div'))
  function unmount(app: App) {
    apps.splice(apps.indexOf(app), 1)
    app.unmount()
  }
  const events = (waypost: VueWaypost) =>
    waypost.recorded.map(({ event, properties }) => `${event} ${properties['$pathname']}`)
  const viewed = (waypost: VueWaypost, path: string) =>
    expect.poll(() => events(waypost).at(-1)).toBe(`$pageview ${path}`)

  test.each(['before', 'after'])('V1 used %s the router', async (order) => {
    const waypost = createWaypost({ ...options, router })
    const app = create()
    const plugins = [waypost, router]
    if (order === 'after') plugins.reverse()
    for (const plugin of plugins) app.use(plugin)
    mount(app)
    await viewed(waypost, '/a')
    expect(waypost.recorded[0]?.properties).toMatchObject({ route_name: 'letter', route_pattern: '/:letter' })
    await router.push('/b')
    await viewed(waypost, '/b')
    expect(events(waypost)).toEqual(['$pageview /a', '$pageleave /a', '$pageview /b'])
  })

  test("V1 without the option the app's own router is taken", async () => {
    const waypost = createWaypost(options)
    mount(create().use(router).use(waypost))
    await viewed(waypost, '/a')
    expect(waypost.recorded[0]?.properties['route_name']).toBe('letter')
  })

  test('V11 without any router the URL is taken', async () => {
    const waypost = createWaypost(options)
    mount(create(text).use(waypost))
    await viewed(waypost, '/a')
    history.pushState(null, '', '/b')
    await viewed(waypost, '/b')
    expect(waypost.recorded.at(-1)?.properties['route_name']).toBeUndefined()
  })

  test('useWaypost() gives the tracker to a component', async () => {
    const waypost = createWaypost({ ...options, router })
    const component = {
      setup() {
        useWaypost().capture('set_up', { deep: true })
        return () => h('p')
      },
    }
    mount(create(component).use(router).use(waypost))
    await expect.poll(() => waypost.recorded.map(({ event }) => event)).toContain('set_up')
  })

  test('useWaypost() says what to do where no app uses one', () => {
    const app = create({
      setup() {
        useWaypost()
        return () => h('p')
      },
    })
    apps.pop()
    expect(() => mount(app)).toThrow(/useWaypost\(\).*app\.use\(createWaypost\(/)
    expect(written().filter((message) => !message.startsWith('[Vue warn]'))).toEqual([])
  })

  test('a template has $waypost', async () => {
    const waypost = createWaypost({ ...options, router })
    // What a template is compiled to.
    const render = (context: { $waypost: VueWaypost }) =>
      h('button', { onClick: () => context.$waypost.capture('pressed') })
    const container = document.createElement('div')
    create({ render }).use(router).use(waypost).mount(container)
    container.querySelector('button')?.click()
    expect(waypost.recorded.map(({ event }) => event)).toContain('pressed')
  })

  test('V12 meta.waypost hides a page and renames another', async () => {
    const waypost = createWaypost({ ...options, router })
    mount(create().use(router).use(waypost))
    await viewed(waypost, '/a')
    await router.push('/hidden')
    expect(events(waypost)).toEqual(['$pageview /a', '$pageleave /a'])
    expect(waypost.view).toBeUndefined()
    await router.push('/renamed')
    await viewed(waypost, '/renamed')
    expect(waypost.recorded.at(-1)?.properties).toMatchObject({ route_name: 'other', area: 'x' })
  })

  test('unmount ends the view, and nothing is heard or held afterwards', async () => {
    const added: [string, unknown][] = []
    const { addEventListener, removeEventListener } = EventTarget.prototype
    const waypost = createWaypost({ ...options, router })
    const app = create().use(router)
    EventTarget.prototype.addEventListener = function (...args) {
      added.push([args[0], args[1]])
      addEventListener.apply(this, args)
    }
    EventTarget.prototype.removeEventListener = function (...args) {
      const at = added.findIndex(([type, listener]) => type === args[0] && listener === args[1])
      if (at >= 0) added.splice(at, 1)
      removeEventListener.apply(this, args)
    }
    app.use(waypost)
    EventTarget.prototype.addEventListener = addEventListener
    expect(added.length).toBeGreaterThan(5)
    mount(app)
    await viewed(waypost, '/a')
    unmount(app)
    EventTarget.prototype.removeEventListener = removeEventListener
    expect(added).toEqual([])
    expect(waypost.recorded.at(-1)).toMatchObject({
      event: '$pageleave',
      properties: { leave_reason: 'stop' },
    })
    const recorded = [...waypost.recorded]
    await router.push('/b')
    history.pushState(null, '', '/c')
    window.dispatchEvent(new PageTransitionEvent('pagehide'))
    waypost.capture('late')
    await nextTick()
    expect(waypost.recorded).toEqual(recorded)
    expect(Object.keys(history)).toEqual([])
  })

  test('one tracker in several apps stops with the last', async () => {
    const waypost = createWaypost({ ...options, router })
    const [first, second] = [create().use(router).use(waypost), create(text).use(waypost)]
    mount(first)
    mount(second)
    await viewed(waypost, '/a')
    unmount(first)
    await router.push('/b')
    await viewed(waypost, '/b')
    expect(events(waypost)).toEqual(['$pageview /a', '$pageleave /a', '$pageview /b'])
    unmount(second)
    await router.push('/c')
    expect(events(waypost)).toEqual(['$pageview /a', '$pageleave /a', '$pageview /b', '$pageleave /b'])
  })

  test('a new app after the last one was unmounted starts it again', async () => {
    const waypost = createWaypost({ ...options, router })
    const first = create().use(router).use(waypost)
    mount(first)
    await viewed(waypost, '/a')
    unmount(first)
    const recorded = events(waypost)
    router.options.history.push('/z')
    mount(create().use(router).use(waypost))
    // Another tracker, with records of its own.
    await viewed(waypost, '/z')
    expect(recorded).toEqual(['$pageview /a', '$pageleave /a'])
    expect(events(waypost)).toEqual(['$pageview /z'])
  })

  test('used twice by one app it is used once', async () => {
    const waypost = createWaypost({ ...options, router })
    const app = create().use(router).use(waypost)
    app.use(waypost)
    expect(written().filter((message) => !message.includes('already been applied'))).toEqual([])
    mount(app)
    await viewed(waypost, '/a')
    expect(events(waypost)).toEqual(['$pageview /a'])
  })

  test('stop() in an app that goes on is for good', async () => {
    const waypost = createWaypost({ ...options, router })
    mount(create().use(router).use(waypost))
    await viewed(waypost, '/a')
    waypost.stop()
    waypost.stop()
    await router.push('/b')
    expect(events(waypost)).toEqual(['$pageview /a', '$pageleave /a'])
  })
})
