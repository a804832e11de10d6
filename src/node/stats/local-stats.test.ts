// @vitest-environment node
import { expect, test } from 'vitest'
import { flowforgeMetrics } from '../heartbeat/flowforge-metrics.js'
import { createLocalStats } from './local-stats.js'

const token = 'a-token-of-enough-letters'
const authorization = `Bearer ${token}`
const modules = [
  ...flowforgeMetrics({
    version: '1.0.0',
    instanceId: () => '5db51f99-c6fb-4340-9c19-78adce58cc1b',
    counts: { users: () => 6, projectSnapshots: () => 16 },
    driver: () => 'localfs',
    enabled: { broker: () => true, fileStore: () => true, email: () => false },
    license: () => ({ id: 'none', type: 'D"E\nV' }),
  }),
  { name: 'broken', collect: () => Promise.reject(Object.assign(new Error('secret'), { code: 'EDB' })) },
]
const stats = createLocalStats({ modules, token, prefix: 'rill' })

test('F14 JSON for whoever has the token, with what failed', async () => {
  const { status, headers, body } = await stats.answer({ authorization })
  expect([status, headers['cache-control']]).toEqual([200, 'no-store'])
  expect(JSON.parse(body)).toMatchObject({
    platform: { counts: { users: 6, projectSnapshots: 16 }, config: { email: { enabled: false } } },
    failedModules: [{ name: 'broken', code: 'EDB' }],
  })
  expect(body).not.toContain('secret')
})

test.each([undefined, '', token, `Bearer ${token}x`, `Basic ${token}`, 'Bearer undefined'])(
  'F14 nothing for %s',
  async (wrong) => {
    const { status, headers, body } = await stats.answer({ authorization: wrong })
    expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer'])
    expect(body).not.toMatch(/users|rill/)
  },
)

test('F14 without a token nobody may read, and a short one is refused', async () => {
  const open = createLocalStats({ modules, token: undefined })
  expect((await open.answer({ authorization: 'Bearer undefined' })).status).toBe(401)
  expect(() => createLocalStats({ modules, token: 'short' })).toThrow(/token has fewer than 16/)
})

test('F14 OpenMetrics for Prometheus', async () => {
  const accept = 'application/openmetrics-text;version=1.0.0,text/plain;q=0.5'
  const { headers, body } = await stats.answer({ authorization, accept })
  expect(headers['content-type']).toMatch(/^application\/openmetrics-text/)
  const lines = body.split('\n')
  expect(lines).toContain('# TYPE rill_platform_counts_project_snapshots gauge')
  expect(lines).toContain('rill_platform_counts_project_snapshots 16')
  expect(lines).toContain('rill_platform_config_broker_enabled 1')
  expect(lines).toContain('rill_platform_config_email_enabled 0')
  expect(lines).toContain('rill_failed_module{module="broken",code="EDB"} 1')
  expect(lines.find((line) => line.startsWith('rill_info{'))).toContain('platform_license_type="D\\"E\\nV"')
  expect(body.endsWith('# EOF\n')).toBe(true)
})

test('F14 whatever modules call their numbers, there is an answer', async () => {
  const collect = () => ({ 'a.b': 1, a_b: 2, info: 3, 'failed-module': 4, '1st': 'x', 'é\n': 5 })
  const odd = createLocalStats({ modules: [{ name: 'odd', collect }], token, prefix: '7up' })
  const { status, body } = await odd.answer({ authorization, accept: 'text/plain' })
  expect(status).toBe(200)
  expect(body.split('\n')).toEqual(expect.arrayContaining(['_7up_a_b 1', '_7up_info{_1st="x"} 1']))
  expect(body).not.toMatch(/ [234]$/m)
})
