// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCollector } from './index.js'
import type { Collector } from './index.js'

let collector: Collector
beforeEach(async () => {
  collector = await createCollector({ port: 0 })
})
afterEach(async () => {
  await collector.close()
  vi.unstubAllGlobals()
  vi.resetModules()
})

const send = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${collector.url}/api/event`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'text/plain', ...headers },
  })

const view = { name: 'pageview', url: 'https://shop.example/cart?step=2#top', domain: 'shop.example' }

describe('POST /api/event', () => {
  it('takes the documented body, under its long and its short names, and answers 202 ok', async () => {
    const long = {
      ...view,
      referrer: 'https://search.example/?q=x',
      props: { plan: 'team', seats: 3, trial: true },
      revenue: { currency: 'EUR', amount: '9.95' },
      interactive: false,
    }
    const { name: n, url: u, domain: d, referrer: r, props: p, revenue: $, interactive: i } = long
    for (const body of [long, { n, u, d, r, p, $, i }]) {
      const answer = await send(body)
      expect([answer.status, await answer.text()]).toEqual([202, 'ok'])
    }
    const events = collector.events()
    expect(events).toHaveLength(2)
    for (const event of events) {
      expect(event).toMatchObject({
        token: 'shop.example',
        event: '$pageview',
        sentAt: null,
        duplicate: false,
      })
      expect(event.timestamp).toBe(event.receivedAt)
      expect(event.properties).toEqual({
        $current_url: view.url,
        $host: 'shop.example',
        $pathname: '/cart',
        $referrer: 'https://search.example/?q=x',
        $referring_domain: 'search.example',
        plan: 'team',
        seats: 3,
        trial: true,
        revenue: 9.95,
        currency: 'EUR',
        interactive: false,
        $lib: 'plausible',
      })
    }
  })

  it('takes props as a JSON string, any other event name, and several domains', async () => {
    await send({ ...view, name: 'Signup', domain: 'a.example,b.example', props: '{"method":"mail"}' })
    expect(
      collector.events().map(({ token, event, properties }) => [token, event, properties['method']]),
    ).toEqual([
      ['a.example', 'Signup', 'mail'],
      ['b.example', 'Signup', 'mail'],
    ])
  })

  it('a property of the app cannot pass for what the collector knows', async () => {
    await send({ ...view, props: { $current_url: 'https://evil.example/', $pathname: '/x' } })
    expect(collector.events()[0]?.properties).toMatchObject({ $current_url: view.url, $pathname: '/cart' })
  })

  it('knows a visitor again on one site and day, by a hash that hides address and browser', async () => {
    const agent = { 'user-agent': 'agent-of-the-test' }
    await send(view, agent)
    await send(view, agent)
    await send(view, { 'user-agent': 'another' })
    await send({ ...view, domain: 'other.example' }, agent)
    const ids = collector.events().map(({ distinctId }) => distinctId)
    expect(ids[1]).toBe(ids[0])
    expect(new Set(ids).size).toBe(3)
    for (const id of ids) expect(id).toMatch(/^[\w-]{22}$/)
    const text = JSON.stringify(collector.events())
    for (const secret of ['agent-of-the-test', '127.0.0.1']) expect(text).not.toContain(secret)
  })

  it.each<[string, unknown, number, string]>([
    ['no object', [], 400, 'invalid_shape'],
    ['no name', { ...view, name: '' }, 400, 'missing_event'],
    ['a name that is a number', { ...view, name: 7 }, 400, 'invalid_field'],
    ['no domain', { ...view, domain: null }, 400, 'missing_token'],
    ['no url', { ...view, url: undefined }, 400, 'invalid_field'],
    ['a relative url', { ...view, url: '/cart' }, 400, 'invalid_field'],
    ['props that are a list', { ...view, props: [1] }, 400, 'invalid_field'],
    ['props within props', { ...view, props: { a: { b: 1 } } }, 400, 'invalid_field'],
    [
      'too many props',
      { ...view, props: Object.fromEntries(Array.from({ length: 31 }, (_, n) => [n, n])) },
      400,
      'invalid_field',
    ],
    ['revenue without an amount', { ...view, revenue: { currency: 'EUR' } }, 400, 'invalid_field'],
    [
      'an amount that is no number, and cannot be turned into one',
      { ...view, revenue: { currency: 'EUR', amount: { toString: null, valueOf: 1 } } },
      400,
      'invalid_field',
    ],
    ['an empty amount', { ...view, revenue: { currency: 'EUR', amount: ' ' } }, 400, 'invalid_field'],
    ['half an object', '{', 400, 'invalid_json'],
    ['a personal key', { ...view, domain: 'phx_a' }, 401, 'invalid_token'],
  ])('refuses %s, and says why', async (_name, body, status, code) => {
    const answer = await send(body)
    expect([answer.status, (await answer.json()).error.code]).toEqual([status, code])
    expect(collector.events()).toEqual([])
  })

  it('may be sent to by any page', async () => {
    const answer = await send(view, { origin: 'https://shop.example' })
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example')
  })
})

/** As much of a browser as the package asks for. */
function browserStandIn(): void {
  const nothing = () => undefined
  const target = { addEventListener: nothing, removeEventListener: nothing }
  const location = new URL('https://shop.example/cart?step=2')
  const page = {
    ...target,
    body: {},
    documentElement: {},
    referrer: 'https://search.example/',
    visibilityState: 'visible',
    hasFocus: () => true,
  }
  const history = { pushState: nothing }
  const window = { ...target, fetch, location, history, navigator: {}, innerHeight: 500, scrollY: 0 }
  const stubs = {
    window,
    document: page,
    location,
    ResizeObserver: class {
      observe = nothing
    },
  }
  for (const [name, stub] of Object.entries(stubs)) vi.stubGlobal(name, stub)
}

describe('@plausible-analytics/tracker', () => {
  it('delivers', async () => {
    browserStandIn()
    const { init, track } = await import('@plausible-analytics/tracker')
    const arrived: string[] = []
    const both = new Promise<void>((resolve) => {
      collector.subscribe(({ event }) => {
        if (arrived.push(event) === 2) resolve()
      })
    })
    init({ domain: 'shop.example', endpoint: `${collector.url}/api/event` })
    const answered = new Promise((resolve) =>
      track('Signup', { props: { method: 'mail' }, interactive: false, callback: resolve }),
    )
    await both
    expect(await answered).toEqual({ status: 202 })
    expect(arrived.sort()).toEqual(['$pageview', 'Signup'])
    const signup = collector.events({ event: 'Signup' })[0]
    expect(signup).toMatchObject({
      token: 'shop.example',
      properties: {
        $current_url: 'https://shop.example/cart?step=2',
        $pathname: '/cart',
        $referrer: 'https://search.example/',
        method: 'mail',
        interactive: false,
      },
      request: { path: '/api/event', contentType: 'text/plain' },
    })
  })
})
