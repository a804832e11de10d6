// @vitest-environment node
import { expect, test } from 'vitest'
import type { TelemetryConfig } from '../config/index.js'
import { cspDirectives, mergeCsp } from './csp.js'
import { injectWaypost } from './inject.js'

const configOf = (
  apikey = 'phc_a',
  apiurl = 'https://eu.i.posthog.com',
  options: Record<string, unknown> = {},
): TelemetryConfig => ({
  frontend: { posthog: { apikey, apiurl, capture_pageview: false, options } },
  backend: {},
  problems: [],
})
const page = '<html><head><title>x</title></head><body></body></html>'

test('A13 the tag goes to the end of the head, once', () => {
  expect(injectWaypost(page, configOf(), { nonce: 'n1' })).toBe(
    '<html><head><title>x</title><script defer nonce="n1" src="/waypost.js" data-key="phc_a"' +
      ' data-host="https://eu.i.posthog.com"></script></head><body></body></html>',
  )
})

test('A13 FlowForge’s placeholder is replaced', () => {
  const placeholder = '<script>/*inject-ff-scripts*/</script>'
  const html = injectWaypost(`<head>${placeholder}</head>`, configOf(), { placeholder })
  expect(html).toMatch(/^<head><script defer src="\/waypost.js".*><\/script><\/head>$/)
  expect(injectWaypost(`<head>${placeholder}</head>`, configOf(), { placeholder, enabled: false })).toBe(
    '<head></head>',
  )
})

test.each(['$&', "$'", '$`', '$1', '</script><script>alert(1)</script>', '"><img src=x>', "'&quot;"])(
  'A13 %s in a key stays text',
  (key) => {
    const html = injectWaypost(page, configOf(key))
    const [, written = ''] = /data-key="([^"]*)"/.exec(html) ?? []
    const read = written
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&')
    expect(read).toBe(key)
    expect(written).not.toMatch(/[<>"']/)
    expect(html.match(/<\/script>/g)).toHaveLength(1)
    expect(html.match(/<title>/g)).toHaveLength(1)
  },
)

test.each<[string, TelemetryConfig, boolean]>([
  ['without a key', { frontend: {}, backend: {}, problems: [] }, true],
  ['by the config file', { ...configOf(), enabled: false }, true],
  ['by the switch', configOf(), false],
])('A1 A4 off %s the page loads nothing', (_, config, enabled) => {
  expect(injectWaypost(page, config, { enabled })).toBe(page)
  expect(cspDirectives(config, { enabled })).toEqual({})
})

const tagOf = (options: Record<string, unknown>, own: Parameters<typeof injectWaypost>[2] = {}) =>
  / data-host="[^"]*"(.*?)><\/script>/.exec(
    injectWaypost(page, configOf(undefined, undefined, options), own),
  )?.[1]

test.each([
  [{ persistence: 'memory' }, ' data-persistence="memory"'],
  [{ persistence: 'sessionStorage' }, ' data-persistence="memory"'],
  [{ disable_persistence: true }, ' data-persistence="memory"'],
  [{ persistence: 'localStorage+cookie', autocapture: true, respect_dnt: true }, ''],
  [{ respect_dnt: false }, ' data-respect-signals="false"'],
  [{ opt_out_capturing_by_default: true }, ' data-consent="denied"'],
  [{ urls: 'pattern' }, ' data-urls="pattern"'],
  [{ urls: 'everything' }, ''],
])('A3 %j holds for the page', (options, attributes) => {
  expect(tagOf(options)).toBe(attributes)
})

test('A3 the operator’s URL policy goes before the product’s', () => {
  expect(tagOf({}, { urls: 'pattern' })).toBe(' data-urls="pattern"')
  expect(tagOf({ urls: 'path' }, { urls: 'pattern' })).toBe(' data-urls="path"')
})

test('A15 the script is the product’s own: no other host is asked for it', () => {
  expect(injectWaypost(page, configOf()).match(/src="[^"]*"/g)).toEqual(['src="/waypost.js"'])
})

test('A14 exactly the configured host', () => {
  expect(cspDirectives(configOf('phc_a', 'https://e.example:8443/ph/'), { nonce: 'n' })).toEqual({
    'script-src': ["'self'", "'nonce-n'"],
    'connect-src': ['https://e.example:8443'],
  })
  expect(cspDirectives(configOf('phc_a', '/ingest'))['connect-src']).toEqual(["'self'"])
})

const needed = { 'script-src': ["'self'"], 'connect-src': ['https://e.example'] }

test('A14 texts stay texts, lists stay lists, and nothing is taken away', () => {
  expect(mergeCsp("script-src 'self' https://cdn.example; connect-src 'none'; img-src *", needed)).toBe(
    "script-src 'self' https://cdn.example; connect-src https://e.example; img-src *",
  )
  expect(mergeCsp({ scriptSrc: "'self' a.example", connectSrc: ['b.example'] }, needed)).toEqual({
    scriptSrc: "'self' a.example",
    connectSrc: ['b.example', 'https://e.example'],
  })
})

test('A14 a directive that is not there is made from default-src', () => {
  expect(mergeCsp("default-src 'self' a.example", needed)).toBe(
    "default-src 'self' a.example; script-src 'self' a.example; connect-src 'self' a.example https://e.example",
  )
  expect(mergeCsp({ 'img-src': ['*'], 'connect-src': null }, needed)).toEqual({
    'img-src': ['*'],
    'connect-src': null,
  })
})

test('A14 a nonce does not switch off the inline scripts of a page', () => {
  const withNonce = { 'script-src': ["'self'", "'nonce-n'"] }
  expect(mergeCsp("script-src 'unsafe-inline'", withNonce)).toBe("script-src 'unsafe-inline' 'self'")
  expect(mergeCsp("script-src 'nonce-x' 'unsafe-inline'", withNonce)).toContain("'nonce-n'")
})
