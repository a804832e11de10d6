// @vitest-environment node
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { settingsFile } from './settings-file.js'
import { createSettings } from './settings.js'
import { decide } from './switch.js'

const root = mkdtempSync(path.join(tmpdir(), 'waypost-settings-'))
afterEach(() => rmSync(root, { recursive: true, force: true }))
const file = path.join(root, 'deep', 'telemetry.json')
const settings = createSettings({ file, now: () => 0 })
const audit = () =>
  readFileSync(`${file}.log`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)

describe('A7 the settings file', () => {
  test('A11 reading writes nothing', () => {
    expect(settings.read()).toEqual({})
    expect(existsSync(path.dirname(file))).toBe(false)
  })

  test('A7 a choice holds at once, in whoever has the file', async () => {
    const other = createSettings({ file })
    await settings.choose('admin', false, 'jane')
    expect(other.read()).toEqual({ admin: false })
    expect(decide({ product: 'x', ...other.read() })).toMatchObject({ enabled: false, by: 'admin' })
    await other.choose('admin', true, 'joe')
    expect(settings.read()).toEqual({ admin: true })
  })

  test('A8 the first-run choice stands beside it, and can be taken back', async () => {
    await settings.choose('first-run', false, 'setup')
    expect(decide({ product: 'x', ...settings.read() })).toMatchObject({ enabled: false, by: 'first-run' })
    await settings.choose('admin', true, 'jane')
    expect(settings.read()).toEqual({ admin: true, firstRun: false })
    await settings.choose('admin', undefined, 'jane')
    expect(settings.read()).toEqual({ firstRun: false })
  })

  test('A7 F15 each choice is a line in the audit log', async () => {
    await settings.choose('admin', false, 'jane')
    await settings.choose('admin', true, 'joe\n{"forged": true}')
    await settings.choose('admin', undefined, 'jane')
    const at = '1970-01-01T00:00:00.000Z'
    expect(audit()).toEqual([
      { at, by: 'jane', chooser: 'admin', from: null, to: false },
      { at, by: 'joe\n{"forged": true}', chooser: 'admin', from: false, to: true },
      { at, by: 'jane', chooser: 'admin', from: true, to: null },
    ])
  })

  test('A11 an opt-out leaves itself and its audit line, and nothing else', async () => {
    await settings.choose('admin', false, 'jane')
    expect(readdirSync(path.dirname(file)).sort()).toEqual(['telemetry.json', 'telemetry.json.log'])
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      version: 1,
      admin: { enabled: false, at: '1970-01-01T00:00:00.000Z', by: 'jane' },
    })
  })

  test('A7 choices at the same time do not lose each other', async () => {
    const stores = Array.from({ length: 6 }, () => createSettings({ file }))
    await Promise.all(
      stores.map((one, index) => one.choose(index % 2 ? 'admin' : 'first-run', false, String(index))),
    )
    expect(settings.read()).toEqual({ admin: false, firstRun: false })
    expect(audit()).toHaveLength(6)
  })

  test('A7 while it is replaced the old one or the new one is there, never a half', async () => {
    await settings.choose('admin', true, 'jane')
    const seen = new Set<unknown>()
    let done = false
    const writing = (async () => {
      for (let turn = 0; turn < 30; turn++) await settings.choose('admin', turn % 2 === 0, 'jane')
      done = true
    })()
    while (!done) {
      seen.add(settings.read().admin)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await writing
    expect([...seen].sort()).toEqual([false, true])
  })
})

describe('A7 a file that can’t be read is off', () => {
  test.each([
    '',
    '{',
    'null',
    '[]',
    '{"version":2}',
    '{"version":1,"admin":true}',
    '{"version":1,"admin":{"enabled":"no"}}',
  ])('A7 %j', async (text) => {
    await settings.choose('admin', true, 'jane')
    writeFileSync(file, text)
    expect(settings.read()).toEqual({ admin: 'unreadable' })
    expect(decide({ product: 'x', ...settings.read() })).toMatchObject({ enabled: false, locked: false })
    await settings.choose('admin', true, 'jane')
    expect(settings.read()).toEqual({ admin: true })
    expect(audit()[1]).toMatchObject({ from: 'unreadable', to: true })
  })

  test('A7 a folder in its place', async () => {
    await createSettings({ file: path.join(file, 'x') }).choose('admin', true, 'jane')
    expect(settings.read()).toEqual({ admin: 'unreadable' })
    await expect(settings.choose('admin', true, 'jane')).rejects.toThrow(/directory|EISDIR/)
    expect(readdirSync(path.dirname(file))).toEqual(['telemetry.json'])
  })

  test('A7 whatever is in it, reading does not throw', async () => {
    await settings.choose('admin', true, 'jane')
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        writeFileSync(file, text)
        expect(settings.read().admin).not.toBe(true)
      }),
    )
  })
})

describe('A7 where it is', () => {
  const home = path.join(path.sep, 'home', 'jane')
  test('A7 a variable of the product names it', () => {
    const env = { FLOW_FORGE_TELEMETRY_SETTINGS: '/data/t.json' }
    expect(settingsFile('Flow Forge', env, home)).toBe(path.resolve('/data/t.json'))
  })
  test.skipIf(process.platform === 'win32')('A7 else it is among the settings of the user', () => {
    expect(settingsFile('Flow Forge', {}, home)).toBe('/home/jane/.config/flow-forge/telemetry.json')
    expect(settingsFile('x', { XDG_CONFIG_HOME: '/cfg', X_TELEMETRY_SETTINGS: ' ' }, home)).toBe(
      '/cfg/x/telemetry.json',
    )
  })
  test('A7 no product leads out of the folder', () => {
    expect(settingsFile('../../etc/passwd', {}, home).startsWith(path.join(home, '.config'))).toBe(true)
    expect(settingsFile('../../etc/passwd', {}, home)).not.toContain('..')
  })
})
