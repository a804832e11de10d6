import { afterEach, beforeEach, expect, test } from 'vitest'
import { quietConsole } from '../browser/quiet-console.contract.js'
import { createRouterApp } from '../browser/sources/vue-routers.contract.js'
import type { WaypostEvent } from '../browser/index.js'
import type { ScriptWaypost } from './index.js'

const written = quietConsole()
let events: WaypostEvent[] = []
let loads = 0

/** Runs the script as a page's tag does, each time anew. */
async function run(attributes = ''): Promise<void> {
  loads += 1
  const template = document.createElement('template')
  template.innerHTML = `<script ${attributes}></script>`
  const value = template.content.querySelector('script')
  Object.defineProperty(document, 'currentScript', { value, configurable: true })
  const entry = `./index.ts?load=${loads}`
  await import(/* @vite-ignore */ entry)
  Reflect.deleteProperty(document, 'currentScript')
}
const waypost = (): ScriptWaypost => Reflect.get(window, 'waypost')
const told = () => events.map(({ event, properties }) => `${event} ${properties['$pathname']}`)

beforeEach(() => {
  history.replaceState(null, '', '/a')
  events = []
  const beforeSend = (event: WaypostEvent) => {
    events.push(event)
    return event
  }
  Reflect.set(window, 'waypostConfig', { beforeSend, persistence: 'memory', titleWait: 0 })
})
afterEach(() => {
  waypost().stop()
  Reflect.deleteProperty(window, 'waypost')
  Reflect.deleteProperty(window, 'waypostConfig')
})

test('W001 a tag without a key records in the tab, with one message', async () => {
  await run()
  expect(written()).toEqual([expect.stringContaining('[waypost W001]')])
  await expect.poll(told).toEqual(['$pageview /a'])
  expect(waypost().recorded.map(({ uuid }) => uuid)).toEqual(events.map(({ uuid }) => uuid))
  history.pushState(null, '', '/b')
  await expect.poll(told).toEqual(['$pageview /a', '$pageleave /a', '$pageview /b'])
})

test("the tag's attributes are the options", async () => {
  await run('data-key="phc_test" data-host="http://localhost:9" data-hash-routing')
  await expect.poll(told).toEqual(['$pageview /'])
  expect(waypost().recorded).toEqual([])
})

test('W006 an attribute that is no option is told', async () => {
  await run('data-key="phc_test" data-host="http://localhost:9" data-titel-wait="5"')
  expect(written()).toEqual([expect.stringMatching(/W006.*titelWait/)])
})

test('V6 calls queued before the script keep their time, URL and title', async () => {
  const q = [
    ['identify', ['user-7'], 1000, 'https://app.example/early', 'Early'],
    ['capture', ['deployed', { nodes: 3 }], 2000, 'https://app.example/early', 'Early'],
  ]
  Reflect.set(window, 'waypost', { q })
  await run()
  written()
  expect(events.find(({ event }) => event === 'deployed')).toMatchObject({
    timestamp: 2000,
    properties: { $current_url: 'https://app.example/early', $pathname: '/early', title: 'Early', nodes: 3 },
  })
})

test('V13 W003 loaded twice there is one tracker', async () => {
  await run()
  const first = waypost()
  await run()
  expect(written()).toEqual([expect.stringContaining('W001'), expect.stringContaining('[waypost W003]')])
  expect(waypost()).toBe(first)
  history.pushState(null, '', '/b')
  await expect.poll(told).toEqual(['$pageview /a', '$pageleave /a', '$pageview /b'])
})

test('V3 useRouter() takes the pages from a router instead', async () => {
  await run()
  written()
  const app = createRouterApp('vue-router 4', 'web', '/a')
  waypost().useRouter(app.router)
  await app.land()
  await app.router.push('/team/ours')
  await expect.poll(told).toEqual(['$pageview /a', '$pageleave /a', '$pageview /team/ours'])
  expect(events.at(-1)?.properties['route_pattern']).toBe('/team/:slug')
  app.guard('/b', () => false)
  await app.router.push('/b')
  waypost().stop()
  expect(told().at(-1)).toBe('$pageleave /team/ours')
  app.close()
})
