// @vitest-environment node
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCollector } from './index.js'
import type { Collector } from './index.js'

let collector: Collector
beforeAll(async () => {
  collector = await createCollector({ port: 0 })
})
afterAll(() => collector.close())

describe('remote configuration', () => {
  it('is the same as a script and as JSON', async () => {
    const script = await fetch(`${collector.url}/array/phc_a/config.js`)
    expect(script.headers.get('content-type')).toBe('application/javascript; charset=utf-8')
    const window: Record<string, unknown> = { _POSTHOG_REMOTE_CONFIG: { phc_other: 1 } }
    runInNewContext(await script.text(), { window })
    const json: unknown = await (await fetch(`${collector.url}/array/phc_a/config`)).json()
    expect(json).toMatchObject({
      supportedCompression: ['gzip', 'gzip-js'],
      analytics: { endpoint: '/i/v0/e/' },
    })
    expect(window).toEqual({
      _POSTHOG_REMOTE_CONFIG: { phc_other: 1, phc_a: { config: json, siteApps: [] } },
    })
  })

  it('cannot be made to run code by its token', async () => {
    const token = `"];alert(1)//</script><!--'\u2028`
    const script = await (await fetch(`${collector.url}/array/${encodeURIComponent(token)}/config.js`)).text()
    expect(script).not.toMatch(/[<>\u2028]/)
    const window: Record<string, object> = {}
    runInNewContext(script, { window })
    expect(Object.keys(window['_POSTHOG_REMOTE_CONFIG'] ?? {})).toEqual([token])
  })
})

describe('flags', () => {
  it.each(['/flags/?v=2', '/flags', '/decide/?v=3'])('%s has none, whatever is asked', async (path) => {
    const response = await fetch(collector.url + path, { method: 'POST', body: 'anything' })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      flags: {},
      featureFlags: {},
      featureFlagPayloads: {},
      errorsWhileComputingFlags: false,
    })
  })
})

describe('static files', () => {
  it('are not here', async () => {
    const response = await fetch(`${collector.url}/static/surveys.js?v=1`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ status: 0, error: { code: 'not_found' } })
  })
})

describe('CORS for sending', () => {
  it.each(['/e/', '/batch', '/flags/', '/array/phc_a/config', '/static/recorder.js'])(
    'lets any page ask %s',
    async (path) => {
      const response = await fetch(collector.url + path, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://app.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,x-custom',
          'access-control-request-private-network': 'true',
        },
      })
      expect(response.status).toBe(204)
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'access-control-allow-origin': 'https://app.example',
        'access-control-allow-credentials': 'true',
        'access-control-allow-headers': 'content-type,x-custom',
        'access-control-allow-methods': 'GET, POST, OPTIONS',
        'access-control-allow-private-network': 'true',
      })
    },
  )

  it('answers OPTIONS that are no preflight', async () => {
    expect((await fetch(`${collector.url}/e/`, { method: 'OPTIONS' })).status).toBe(204)
  })
})
