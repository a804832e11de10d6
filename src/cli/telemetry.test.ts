// @vitest-environment node
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { type } from './terminal.contract.js'

const root = mkdtempSync(path.join(tmpdir(), 'waypost-cli-'))
afterAll(() => rmSync(root, { recursive: true }))
const settings = path.join(root, 'settings', 'telemetry.json')
afterEach(() => rmSync(path.dirname(settings), { recursive: true, force: true }))
const file = (name: string, text: string) => {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
  writeFileSync(path.join(root, name), text)
  return path.join(root, name)
}
const install = ['--product', 'flowforge', '--settings', settings]

describe('A10 waypost status', () => {
  test('A10 A11 on by default, by what, and where to change it; and nothing is written', async () => {
    const { code, out, err } = await type({}, 'status', ...install)
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('Telemetry is on: nobody has chosen, and by default it is on.')
    expect(out).toContain('Decided by  default')
    expect(out).toContain(`${settings} (not there: nobody has chosen)`)
    expect(out).toContain('npx waypost disable --product flowforge, or DISABLE_FLOWFORGE_TELEMETRY=1')
    expect(existsSync(path.dirname(settings))).toBe(false)
  })

  test('A6 the environment, also the one in a file', async () => {
    const envFile = file('.env', 'DISABLE_FLOWFORGE_TELEMETRY= true\n')
    for (const [env, args] of [
      [{ DO_NOT_TRACK: '1' }, []],
      [{}, ['--env-file', envFile]],
    ] as const) {
      const { out } = await type(env, 'status', ...install, ...args)
      expect(out).toContain('is set in the environment.')
      expect(out).toContain('environment, which the admin setting does not change')
      expect(out).toContain('take the variable out of its environment')
    }
  })

  test('A2 what is wrong in the configuration is told with its line, and telemetry is off', async () => {
    const config = file('bad.yml', 'telemetry:\n  enabled: maybe\n')
    const { code, out, err } = await type({}, 'status', ...install, '--config', config)
    expect(code).toBe(0)
    expect(err).toContain(`error: ${config}:2: telemetry.enabled: it is neither true nor false.`)
    expect(out).toContain('Telemetry is off')
  })

  test('A10 a file of variables that is missing is told', async () => {
    const { code, err } = await type({}, 'status', ...install, '--env-file', path.join(root, 'none'))
    expect([code, err]).toEqual([
      1,
      `error: ${path.join(root, 'none')} can’t be read: check the path and its rights.`,
    ])
  })
})

describe('A7 waypost enable and disable', () => {
  test('A7 keep the admin setting, with who chose', async () => {
    const off = await type({}, 'disable', ...install)
    expect(off).toEqual({
      code: 0,
      err: '',
      out: `Telemetry is off: an administrator switched it off.\nKept in ${settings}.`,
    })
    expect((await type({}, 'status', ...install)).out).toContain('Decided by  admin')
    const on = await type({}, 'enable', ...install)
    expect([on.code, on.out]).toEqual([
      0,
      `Telemetry is on: an administrator switched it on.\nKept in ${settings}.`,
    ])
    const audit = readFileSync(`${settings}.log`, 'utf8').trim().split('\n')
    expect(audit.map((line) => (JSON.parse(line) as { by: string; to: boolean }).to)).toEqual([false, true])
    expect(audit[0]).toContain('"by":"jane"')
  })

  test('A5 say that the choice is kept, and fail, when something goes before it', async () => {
    const { code, err } = await type({ DO_NOT_TRACK: '1' }, 'enable', ...install)
    expect(code).toBe(1)
    expect(err).toContain(
      `The setting is kept in ${settings}, but something goes before it. Telemetry is off: DO_NOT_TRACK`,
    )
  })

  test('A7 the file is where a variable of the product says', async () => {
    const env = { FLOWFORGE_TELEMETRY_SETTINGS: settings }
    expect((await type(env, 'disable', '--product', 'flowforge')).code).toBe(0)
    expect(existsSync(settings)).toBe(true)
  })

  test.each(['status', 'enable', 'disable'])('A7 %s without a product is misspelt', async (command) => {
    const { code, err } = await type({}, command)
    expect([code, err]).toEqual([2, expect.stringContaining('--product')])
  })
})

describe('D16 waypost preview', () => {
  const event = ['--catalogue', 'flowise', '--event', 'tool_created', '--release', '3.0.0']
  test('D16 prints the body that would go out, and tells what would not', async () => {
    const properties = '{"toolId":"t1","toolName":"x","secret":"y"}'
    const config = file('preview.yml', 'telemetry:\n  frontend:\n    posthog:\n      apikey: phc_a\n')
    const command = ['preview', ...install, '--config', config, ...event, '--properties', properties]
    const { code, out, err } = await type({}, ...command)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({
      api_key: 'phc_a',
      batch: [
        {
          distinct_id: expect.stringMatching(/^[\da-f-]{36}$/),
          event: 'tool_created',
          uuid: expect.stringMatching(/^[\da-f-]{36}$/),
          timestamp: expect.stringMatching(/Z$/),
          properties: expect.objectContaining({ version: '3.0.0', toolId: 't1', toolName: 'x' }),
        },
      ],
    })
    expect(out).not.toContain('secret')
    expect(err).toContain(
      'tool_created secret: it is not declared, so it stays. Fix: declare it, or leave it out.',
    )
    expect(err).toContain('POST https://app.posthog.com/batch/')
  })

  test('D16 shows the id of the install, and makes none', async () => {
    const empty = path.join(root, 'no-store')
    const made = await type({}, 'preview', ...install, ...event, '--store', empty)
    expect(made.err).toContain(`There is no id in ${empty} yet`)
    expect(existsSync(empty)).toBe(false)
    const id = '5db51f99-c6fb-4340-9c19-78adce58cc1b'
    file('store/instance-id', id)
    const { out, err } = await type({}, 'preview', ...install, ...event, '--store', path.join(root, 'store'))
    expect(JSON.parse(out).batch[0].distinct_id).toBe(id)
    expect(err).toContain('To where only the product knows')
  })

  test('D16 shows the line of a file', async () => {
    const command = ['preview', ...install, ...event, '--sink', 'file', '--host', 'https://eu.i.posthog.com']
    const { out, err } = await type({}, ...command, '--properties', '{"toolId":"t1","toolName":"x"}')
    expect(JSON.parse(out)).toMatchObject({ event: 'tool_created', properties: { toolId: 't1' } })
    expect(err).toContain('To where only the product knows')
  })

  test('D16 shows a report, and where it goes', async () => {
    const config = file('ping.yml', 'telemetry:\n  url: https://ping.example/\n')
    const report = ['--catalogue', 'flowforge', '--event', 'heartbeat']
    const given = '{"instanceId":"i1","platform.counts.users":6,"email":"a@b.example"}'
    const command = ['preview', ...install, '--config', config, ...report, '--properties', given]
    const { out, err } = await type({}, ...command)
    expect(err).toContain('POST https://ping.example/')
    expect(out).not.toContain('a@b.example')
    expect(JSON.parse(out)).toMatchObject({ platform: { counts: { users: 6 } } })
  })

  test('D16 reads properties from a file', async () => {
    const given = file('given.json', '{"toolId":"t2","toolName":"x"}')
    expect((await type({}, 'preview', ...install, ...event, '--properties', `@${given}`)).out).toContain(
      '"t2"',
    )
  })

  test('D16 A1 prints nothing but the reason when telemetry is off', async () => {
    const { code, out } = await type({ DO_NOT_TRACK: '1' }, 'preview', ...install, ...event)
    expect([code, out]).toEqual([
      0,
      'Nothing would go out. Telemetry is off: DO_NOT_TRACK is set in the environment.',
    ])
  })

  test('D16 fails for an event that is not declared, and for what is no JSON', async () => {
    const other = await type({}, 'preview', ...install, '--catalogue', 'flowise', '--event', 'gone')
    expect([other.code, other.err]).toEqual([1, expect.stringContaining('error: gone would not go out.')])
    const bad = await type({}, 'preview', ...install, ...event, '--properties', '{')
    expect([bad.code, bad.err]).toEqual([1, expect.stringContaining('--properties is no JSON')])
  })
})

describe('D17 waypost docs', () => {
  const page = path.join(import.meta.dirname, '../../docs/events/flowise.es.md')
  const spanish = ['docs', '--catalogue', 'flowise', '--lang', 'es']

  test('D17 prints the page in a language', async () => {
    const { code, out } = await type({}, ...spanish)
    expect([code, `${out}\n`]).toEqual([0, readFileSync(page, 'utf8')])
  })

  test('D17 --check is for CI', async () => {
    expect((await type({}, ...spanish, '--check', page)).code).toBe(0)
    const stale = file('stale.md', `${readFileSync(page, 'utf8')}More.\n`)
    expect(await type({}, ...spanish, '--check', stale)).toMatchObject({
      code: 1,
      err: expect.stringContaining('does not say what the catalogue says'),
    })
    expect((await type({}, ...spanish, '--check', path.join(root, 'none.md'))).err).toContain(
      'can’t be read: make it with',
    )
  })

  test('D17 a language that it does not speak is misspelt', async () => {
    expect(await type({}, 'docs', '--catalogue', 'flowise', '--lang', 'de')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Allowed choices are en, es, zh'),
    })
  })

  test('D17 a catalogue from a module, one that is none, and one that is missing', async () => {
    const text = `{ en: 'x', es: 'x', zh: 'x' }`
    const declaration = `{ product: 'Atlas', events: { a: { when: ${text}, since: '1', owner: 'us', properties: {} } } }`
    const good = file(
      'good.mjs',
      `export const catalogue = { declaration: ${declaration}, problems: [], check: () => ({}) }`,
    )
    expect((await type({}, 'docs', '--catalogue', good)).out).toContain('# Atlas: what telemetry sends')
    const none = file('none.mjs', 'export default 1')
    expect((await type({}, 'docs', '--catalogue', none)).err).toContain('exports no catalogue')
    expect(await type({}, 'docs', '--catalogue', 'flowiese')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Name one of flowforge, flowise, langflow'),
    })
  })
})

describe('D17 waypost audit', () => {
  test('D17 ends with 0 when they agree, with 1 and a line for each when not', async () => {
    const folder = mkdtempSync(path.join(root, 'src-'))
    const text = `{ en: 'x', es: 'x', zh: 'x' }`
    const declaration = `{ product: 'Atlas', events: { deployed: { when: ${text}, since: '1', owner: 'us', properties: {} } } }`
    const catalogue = file(
      'audited.mjs',
      `export default { declaration: ${declaration}, problems: [], check: () => ({}) }`,
    )
    const start = `import { createTelemetry } from 'waypost/node'\nconst telemetry = createTelemetry({})\ntelemetry.send('deployed')\n`
    writeFileSync(path.join(folder, 'a.ts'), start)
    expect(await type({}, 'audit', folder, '--catalogue', catalogue)).toEqual({
      code: 0,
      err: '',
      out: `1 call in ${folder}: code and catalogue agree.`,
    })
    writeFileSync(path.join(folder, 'a.ts'), `${start}telemetry.send('gone')\n`)
    const { code, out, err } = await type({}, 'audit', folder, '--catalogue', catalogue)
    expect(code).toBe(1)
    expect(out).toContain('a.ts:4: undeclared_event: gone:')
    expect(err).toBe(`error: 2 calls in ${folder}, 1 finding: code and catalogue do not agree.`)
  })

  test('D17 a folder that is empty is told', async () => {
    expect(await type({}, 'audit', path.join(root, 'none'), '--catalogue', 'flowise')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no TypeScript or JavaScript'),
    })
  })
})
