import { expect, test } from 'vitest'
import { at, createHarness } from './harness.contract.js'
import { urlProperties } from './index.js'
import type { PageLocation } from './index.js'
import { createRedactor } from './url-policy.js'

const team = at('/team/acme?utm_source=news&token=s3cret&tab=a%20b#members', { pattern: '/team/:slug' })
const missing = at('/app/no/such/page?x=1', { path: '/no/such/page', pattern: '/:pathMatch(.*)*' })
const unrouted = at('/plain')
const hashed: PageLocation = {
  ...at('/'),
  url: 'https://app.example/app/#/team/acme?tab=1#x',
  base: 'https://app.example/app/#',
  path: '/team/acme',
  query: [['tab', '1']],
  hash: '#x',
}

test('`path` is the default: origin and path, no hash, of the query only what is allowed', () => {
  const sent = {
    url: 'https://app.example/team/acme?utm_source=news',
    host: 'app.example',
    path: '/team/acme',
    pattern: '/team/:slug',
  }
  expect(createRedactor()(team)).toEqual(sent)
  expect(createRedactor({ urls: 'path' })(team)).toEqual(sent)
  expect(createRedactor()(unrouted).url).toBe('https://app.example/plain')
})

test.each([
  [[], ''],
  [['tab'], '?tab=a%20b'],
  [['t*'], '?token=s3cret&tab=a%20b'],
  [['*'], '?utm_source=news&token=s3cret&tab=a%20b'],
  [['utm'], ''],
  [['utm_*', 'tab'], '?utm_source=news&tab=a%20b'],
])('`path` with the query keys %j', (queryKeys, query) => {
  expect(createRedactor({ queryKeys })(team).url).toBe('https://app.example/team/acme' + query)
})

test('`path` writes keys and values so that they are read again as they were', () => {
  const redact = createRedactor({ queryKeys: ['*'] })
  const { url } = redact(at('/a?a%26b=c%3Dd%23e&plus=1%2B1'))
  expect([...new URL(url).searchParams]).toEqual([
    ['a&b', 'c=d#e'],
    ['plus', '1+1'],
  ])
})

test('`pattern` lets nothing of the path out', () => {
  const redact = createRedactor({ urls: 'pattern', queryKeys: ['*'] })
  expect(redact(team)).toEqual({
    url: 'https://app.example/team/:slug',
    host: 'app.example',
    path: '/team/:slug',
    pattern: '/team/:slug',
  })
  expect(redact(unrouted)).toMatchObject({ url: 'https://app.example/*', path: '/*', pattern: undefined })
  expect(JSON.stringify(redact(missing))).not.toContain('such')
})

test('`full` sends everything', () => {
  expect(createRedactor({ urls: 'full' })(team)).toEqual({
    url: team.url,
    host: 'app.example',
    path: '/team/acme',
    pattern: '/team/:slug',
  })
})

test.each(['path', 'full'] as const)(
  '`%s` fills a catch-all with the path as the router knows it',
  (urls) => {
    const redact = createRedactor({ urls })
    expect(redact(missing).pattern).toBe('/no/such/page')
    expect(redact(at('/docs/x', { path: '/docs/x', pattern: '/docs/:rest(.*)' })).pattern).toBe('/docs/x')
    expect(redact(at('/team/7', { path: '/team/7', pattern: '/team/:slug(\\d+)' })).pattern).toBe(
      '/team/:slug(\\d+)',
    )
  },
)

test('with hash routing the path stands in the hash', () => {
  expect(createRedactor({ queryKeys: ['tab'] })(hashed)).toMatchObject({
    url: 'https://app.example/app/#/team/acme?tab=1',
    path: '/team/acme',
  })
  expect(createRedactor({ urls: 'full' })(hashed).url).toBe(hashed.url)
  expect(createRedactor({ urls: 'pattern' })({ ...hashed, route: { pattern: '/team/:slug' } }).url).toBe(
    'https://app.example/app/#/team/:slug',
  )
})

test('a function returns the URL to send, and its path follows', () => {
  const redact = createRedactor({ urls: ({ base }) => base + '/team/x?y=1#z' })
  expect(redact(team)).toMatchObject({ url: 'https://app.example/team/x?y=1#z', path: '/team/x' })
})

test('a function that leaves nothing of the path leaves the root', () => {
  const redact = createRedactor({ urls: ({ base }) => base })
  expect(urlProperties(team, redact)).toMatchObject({ $current_url: 'https://app.example', $pathname: '/' })
})

test('a function hides the path of a catch-all too', () => {
  const redact = createRedactor({ urls: ({ base }) => base + '/hidden' })
  expect(redact(missing)).toMatchObject({ path: '/hidden', pattern: '/hidden' })
})

test('a function hides the host too', () => {
  const redact = createRedactor({ urls: () => 'https://redacted.invalid/page' })
  expect(urlProperties(team, redact)).toEqual({
    $current_url: 'https://redacted.invalid/page',
    $host: 'redacted.invalid',
    $pathname: '/page',
  })
})

test('the policy holds for every property that bears a URL', () => {
  for (const leave of ['each', 'exit'] as const) {
    const { visit, advance, pageViews, events } = createHarness({ urls: 'pattern', leave })
    for (const slug of ['acme', 'globex', 'initech']) {
      visit('/team/' + slug, { route: { pattern: '/team/:slug' } })
      advance(1000)
    }
    pageViews.exit()
    expect(events.length).toBeGreaterThan(3)
    expect(JSON.stringify(events)).not.toMatch(/acme|globex|initech/)
    expect(events.at(-2)?.properties).toMatchObject({ from: '/team/:slug', $pathname: '/team/:slug' })
  }
})
