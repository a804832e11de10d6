import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { clean } from './clean.js'
import { createMask } from './mask.js'

function run(properties: Record<string, unknown>, mask = createMask()) {
  const dropped = vi.fn<(name: string, reason: string) => void>()
  return { result: clean(properties, mask, dropped), dropped }
}

test('plain values stay as they are, in a copy', () => {
  const own = { a: 1, b: 'x', c: true, d: null, e: [1, null, 'y'], f: { g: { h: [] } } }
  const { result, dropped } = run(own)
  expect(result).toEqual(own)
  expect(result).not.toBe(own)
  expect(result['f']).not.toBe(own.f)
  expect(dropped).not.toHaveBeenCalled()
})

test('secrets are masked at any depth, and the caller’s object stays as it was', () => {
  const own = Object.freeze({
    token: 'abc',
    nested: Object.freeze({
      list: [{ password: 'x', user_email: 'y', page: '/a?code=z' }],
      credentials: { a: 1 },
    }),
    tokens: 512,
    flow_id: '507f1f77bcf86cd799439011',
    digest: '507f1f77bcf86cd799439011',
    $groups: { team: '507f1f77bcf86cd799439011' },
  })
  expect(run(own).result).toEqual({
    token: '***',
    nested: { list: [{ password: '***', user_email: '***', page: '/a?code=***' }], credentials: '***' },
    tokens: 512,
    flow_id: '507f1f77bcf86cd799439011',
    digest: '***',
    $groups: { team: '507f1f77bcf86cd799439011' },
  })
})

test('without a mask secrets stay', () => {
  expect(clean({ email: 'jane@mail.example' }, undefined, () => {})).toEqual({ email: 'jane@mail.example' })
})

test('dates and URLs are what JSON makes of them, big integers are digits', () => {
  expect(run({ at: new Date(0), url: new URL('https://a.example/x'), big: 12n }).result).toEqual({
    at: '1970-01-01T00:00:00.000Z',
    url: 'https://a.example/x',
    big: '12',
  })
})

const cycle: Record<string, unknown> = { name: 'cycle' }
cycle['self'] = cycle
const deep = (levels: number): unknown => (levels ? { deep: deep(levels - 1) } : 1)
const hostile = (handler: ProxyHandler<object>) => new Proxy({}, handler)
const boom = () => {
  throw new Error('boom')
}

test.each<[string, Record<string, unknown>, unknown, string]>([
  ['a cycle', { cycle }, { cycle: { name: 'cycle' } }, 'self: it contains itself'],
  ['a function', { f: boom }, {}, 'f: a function can’t be sent'],
  ['a symbol', { s: Symbol('x') }, {}, 's: a symbol can’t be sent'],
  ['no number', { n: NaN, m: Infinity }, {}, 'n: not a finite number'],
  [
    'a getter that throws',
    Object.defineProperty({ a: 1 }, 'b', { get: boom, enumerable: true }),
    { a: 1 },
    'b: reading it throws',
  ],
  ['a proxy whose keys throw', { p: hostile({ ownKeys: boom }) }, {}, 'p: reading it throws'],
  ['a proxy whose values throw', { p: hostile({ get: boom }) }, {}, 'p: reading it throws'],
  ['a toJSON that throws', { t: { toJSON: boom } }, {}, 't: reading it throws'],
])('%s is left out, and told', (_name, own, expected, told) => {
  const { result, dropped } = run(own)
  expect(result).toEqual(expected)
  expect(dropped.mock.calls.map((call) => call.join(': '))).toContain(told)
})

test('what is too deep, too long or too much is cut, and told once', () => {
  expect(run({ deep: deep(20) }).dropped).toHaveBeenCalledWith('deep', 'deeper than 8 levels')
  const long = run({ text: 'x '.repeat(10_000) })
  expect(String(long.result['text'])).toHaveLength(8192)
  expect(long.dropped).toHaveBeenCalledWith('text', 'cut to 8192 characters')
  const many = run(Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`k${n}`, n])))
  expect(Object.keys(many.result).length).toBeLessThanOrEqual(1000)
  expect(many.dropped).toHaveBeenCalledTimes(1)
})

test('a key called __proto__ is a key like any other', () => {
  const { result } = run(JSON.parse('{"__proto__":{"polluted":true}}') as Record<string, unknown>)
  expect(JSON.stringify(result)).toBe('{"__proto__":{"polluted":true}}')
  expect(Object.getPrototypeOf(result)).toBe(Object.prototype)
})

test('whatever is handed in, what comes out is JSON', () => {
  fc.assert(
    fc.property(
      fc.object({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withNullPrototype: true,
        withObjectString: true,
        withSparseArray: true,
        withTypedArray: true,
      }),
      (value) => {
        const { result } = run(value as Record<string, unknown>)
        const body = JSON.stringify(result)
        expect(JSON.stringify(JSON.parse(body))).toBe(body)
      },
    ),
    { numRuns: 1000 },
  )
})

/** A secret in any of its shapes, with a mark that nothing else has. */
const secrets = fc.oneof(
  fc.stringMatching(/^[0-9a-f]{4}x?[0-9a-f]{14,40}$/).filter((text) => /\d[a-z]+\d/.test(text)),
  fc
    .tuple(fc.stringMatching(/^[a-z]{3,10}$/), fc.constantFrom('mail.example', 'corp.example.org'))
    .map((parts) => parts.join('@')),
  fc
    .tuple(
      fc.base64String({ minLength: 12, maxLength: 60 }),
      fc.base64String({ minLength: 12, maxLength: 60 }),
    )
    .map(([head, body]) => `eyJ${head}0.${body}`.replace(/[+/=]/g, '_')),
)
const named = fc.tuple(
  fc.constantFrom('token', 'code', 'client_secret', 'apiKey', 'email'),
  fc.stringMatching(/^[A-Za-z0-9 /?&=.~-]{6,30}$/).filter((text) => text.trim() === text),
)

test('a secret never comes out, wherever it is put', () => {
  const places = (secret: string) => ({
    $current_url: `https://a.example/reset/${encodeURIComponent(secret)}/x?next=${encodeURIComponent(secret)}`,
    $referrer: `https://b.example/?q=${encodeURIComponent(secret)}`,
    title: `Reset ${secret} now`,
    to: `/a/${encodeURIComponent(secret)}`,
    own: { list: [secret, { deeper: `see ${secret}` }] },
  })
  fc.assert(
    fc.property(secrets, (secret) => {
      const body = JSON.stringify(run(places(secret)).result)
      expect(body).not.toContain(secret)
      expect(body).not.toContain(encodeURIComponent(secret))
    }),
    { numRuns: 2000 },
  )
})

test('a secret that only its name gives away never comes out, once its page was seen', () => {
  fc.assert(
    fc.property(named, ([name, secret]) => {
      const mask = createMask()
      const query = `${name}=${encodeURIComponent(secret)}`
      const url = `https://a.example/a?${query}`
      mask.learn({ url, base: '', host: '', path: '/a', query: [], hash: '' })
      const body = JSON.stringify(
        run(
          {
            $current_url: url,
            $referrer: `https://b.example/#${query}`,
            title: `It is ${secret}`,
            [name]: secret,
            own: [url],
          },
          mask,
        ).result,
      )
      expect(body).not.toContain(JSON.stringify(secret).slice(1, -1))
      expect(body).not.toContain(encodeURIComponent(secret))
    }),
    { numRuns: 2000 },
  )
})
