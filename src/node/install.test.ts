// @vitest-environment node
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { flowforge, flowise } from '../catalogue/index.js'
import { createCollector } from '../collector/index.js'
import { loadConfig } from './config/index.js'
import { flowforgeMetrics } from './heartbeat/flowforge-metrics.js'
import { createSettings } from './settings.js'
import { memorySink } from './sinks/memory-sink.js'
import { createTelemetry } from './telemetry.js'
import type { TelemetryOptions } from './telemetry.js'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const tool = { toolId: 't1', toolName: 'Search' }

/** A product as it is wired: a configuration file, a settings file, a folder, an environment. */
function install(yaml: string, more: Partial<TelemetryOptions<(typeof flowise)['declaration']>> = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'waypost-install-'))
  ends.push(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'flowforge.yml')
  writeFileSync(file, yaml)
  const settings = createSettings({ file: path.join(folder, 'state', 'telemetry.json') })
  const sink = memorySink()
  const telemetry = createTelemetry({
    product: { name: 'Flowise', version: '3.1.0' },
    catalogue: flowise,
    sink,
    config: loadConfig(file),
    settings,
    env: {},
    ...more,
  })
  ends.push(() => telemetry.shutdown(0))
  return { folder, settings, sink, telemetry, id: path.join(folder, 'state', 'telemetry', 'instance-id') }
}

test('A4 the configuration is all that has to be handed in: on, with an id that is kept', async () => {
  const { telemetry, sink, id } = install('telemetry:\n  enabled: true\n')
  telemetry.send('tool_created', tool)
  expect(existsSync(id)).toBe(false)
  await telemetry.flush()
  const [event] = sink.drain()
  expect(event?.distinct_id).toBe(readFileSync(id, 'utf8').trim())
  expect(telemetry.status().switch).toMatchObject({ enabled: true, by: 'config' })
})

test.each([
  ['its file says so', 'telemetry:\n  enabled: false\n', {}, 'config'],
  ['its file has an error', 'telemetry:\n  enable: false\n', {}, 'config'],
  ['the environment says so', 'telemetry:\n  enabled: true\n', { env: { DO_NOT_TRACK: '1' } }, 'environment'],
  [
    'a variable of its own says so',
    'telemetry: {}\n',
    { env: { FF_TELEMETRY_DISABLED: 'true' }, variables: ['FF_TELEMETRY_DISABLED'] },
    'environment',
  ],
  ['the product asks first', 'telemetry: {}\n', { byDefault: false }, 'default'],
])('A4 A11 it is off, with no id and no file, when %s', async (_, yaml, more, by) => {
  const { telemetry, sink, folder } = install(yaml, more)
  telemetry.send('tool_created', tool)
  await telemetry.flush()
  await telemetry.shutdown()
  expect(telemetry.status().switch).toMatchObject({ enabled: false, by })
  expect(sink.drain()).toEqual([])
  expect(existsSync(path.join(folder, 'state'))).toBe(false)
})

test('A7 A12 an administrator switches it while it runs: what waits is thrown away', async () => {
  const { telemetry, sink, settings } = install('telemetry: {}\n')
  telemetry.send('tool_created', tool)
  await settings.choose('admin', false, 'jane')
  await telemetry.flush()
  expect(sink.drain()).toEqual([])
  await settings.choose('admin', true, 'jane')
  telemetry.recheck()
  telemetry.send('tool_created', tool)
  await telemetry.flush()
  expect(sink.drain()).toHaveLength(1)
})

test('A9 a licence has a say only where the product hands it in, and only while it lasts', async () => {
  let expires = Date.now() + 60_000
  const { telemetry, settings } = install('telemetry: {}\n', {
    licence: () => ({ rule: 'licensed-stays-on', licensed: true, expires }),
  })
  await settings.choose('admin', false, 'jane')
  expect(telemetry.recheck()).toMatchObject({ enabled: true, by: 'licence', locked: true })
  expires = Date.now() - 1
  expect(telemetry.recheck()).toMatchObject({ enabled: false, by: 'admin', locked: false })
})

const modules = flowforgeMetrics({
  version: '1.0.0',
  instanceId: () => 'i1',
  counts: { users: () => 6 },
  driver: () => 'localfs',
  enabled: { broker: () => true, fileStore: () => true, email: () => false },
  license: () => ({ id: 'l1', type: 'DEV' }),
})

test('F1 F8 the heartbeat goes where the configuration says, and ends with telemetry', async () => {
  const collector = await createCollector({ port: 0 })
  ends.push(() => collector.close())
  const { telemetry, folder } = install(`telemetry:\n  url: ${collector.url}/ping\n`)
  const heartbeat = telemetry.heartbeat({ modules, catalogue: flowforge, after: 0 })
  await expect.poll(() => collector.pings().length).toBe(1)
  expect(collector.pings()[0]?.body).toMatchObject({
    instanceId: 'i1',
    platform: { counts: { users: 6 }, license: { id: 'l1', type: 'DEV' } },
  })
  await expect.poll(() => heartbeat.status().lastSent).toBeDefined()
  const kept = readFileSync(path.join(folder, 'state', 'telemetry', 'last-report'), 'utf8')
  expect(kept.trim()).toBe(heartbeat.status().lastSent)
  await telemetry.shutdown()
  expect(heartbeat.status().next).toBeUndefined()
})

test.each([
  ['there is no address', 'telemetry: {}\n', { catalogue: flowforge }, 'NO_ADDRESS'],
  ['nobody has declared it', 'telemetry:\n  url: http://127.0.0.1:9\n', {}, 'NOT_DECLARED'],
])('F13 the heartbeat says that %s', async (_, yaml, own, reason) => {
  const { telemetry } = install(yaml)
  const heartbeat = telemetry.heartbeat({ modules, after: 0, ...own })
  await expect.poll(() => heartbeat.status().lastError?.reason).toBe(reason)
})
