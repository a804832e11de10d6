// @vitest-environment node
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { decide } from '../switch.js'
import { formatProblem, loadConfig } from './index.js'

const load = (text: string) => loadConfig({ file: 'flowforge.yml', read: () => text })
const told = (text: string) => load(text).problems.map(formatProblem)

/** The sample of FlowForge's page. */
const SAMPLE = `
telemetry:
  enabled: true
  frontend:
    posthog:
      apikey: phc_abc
      capture_pageview: false
`

describe("A2 FlowForge's file, as it stands", () => {
  test('A2 the sample of its page', () => {
    expect(load(SAMPLE)).toEqual({
      enabled: true,
      frontend: {
        posthog: {
          apikey: 'phc_abc',
          apiurl: 'https://app.posthog.com',
          capture_pageview: false,
          options: {},
        },
      },
      backend: { posthog: { apikey: 'phc_abc', apiurl: 'https://app.posthog.com' } },
      problems: [],
    })
  })

  test('A2 nothing said is nothing set', () => {
    for (const text of ['', 'domain: example.com', 'telemetry:', 'telemetry: {}', 'telemetry: { frontend: }'])
      expect(load(text), text).toEqual({ frontend: {}, backend: {}, problems: [] })
  })

  test('A2 capture_pageview is true unless it is said otherwise', () => {
    expect(load('telemetry: { frontend: { posthog: { apikey: k } } }').frontend.posthog).toMatchObject({
      capture_pageview: true,
    })
  })

  test('A2 address, endpoint and label', () => {
    const text = SAMPLE.replace('      apikey', '      apiurl: https://eu.i.posthog.com\n      apikey')
    expect(load(`${text}  url: https://ping.example.com/in\n  label: Test bench 3\n`)).toMatchObject({
      url: 'https://ping.example.com/in',
      label: 'Test bench 3',
      frontend: { posthog: { apiurl: 'https://eu.i.posthog.com' } },
      backend: { posthog: { apiurl: 'https://eu.i.posthog.com' } },
      problems: [],
    })
  })

  test('A2 a path is an address for browsers only', () => {
    const config = load('telemetry: { frontend: { posthog: { apikey: k, apiurl: /ingest } } }')
    expect(config).toMatchObject({ frontend: { posthog: { apiurl: '/ingest' } }, backend: {}, problems: [] })
    expect(config.backend).toEqual({})
  })

  test.each(['false', "'false'", 'no', 'off', 'FALSE', ' Off'])('A4 enabled: %s is off', (word) => {
    const config = load(`telemetry:\n  enabled: ${word}\n`)
    expect([config.enabled, config.problems]).toEqual([false, []])
    expect(decide({ product: 'flowforge', config, admin: true }).enabled).toBe(false)
  })

  test.each(['true', 'yes', 'on'])('A4 enabled: %s is on', (word) => {
    expect(load(`telemetry:\n  enabled: ${word}\n`).enabled).toBe(true)
  })

  test('A1 without a key there is no PostHog', () => {
    for (const key of ['null', "''", '~', "'  '"])
      expect(load(`telemetry: { frontend: { posthog: { apikey: ${key} } } }`)).toEqual({
        frontend: {},
        backend: {},
        problems: [],
      })
  })

  test('A3 what else stands beside the key is for posthog-js', () => {
    const text = `${SAMPLE}      autocapture: false\n      persistence: memory\n      respect_dnt: true\n      at: .nan\n`
    expect(load(text).frontend.posthog?.options).toEqual({
      autocapture: false,
      persistence: 'memory',
      respect_dnt: true,
      at: null,
    })
  })

  test('A16 Plausible is a warning, with its line, and no crash', () => {
    const text = 'telemetry:\n  frontend:\n    plausible:\n      domain: example.com\n'
    expect(load(text)).toMatchObject({ frontend: {}, problems: [{ level: 'warning', line: 4 }] })
    expect(told(text)[0]).toContain('telemetry.frontend.plausible.domain: Plausible is deprecated')
    expect(decide({ product: 'flowforge', config: load(text) }).enabled).toBe(true)
  })

  test('A16 the blocks of other integrations are let be', () => {
    const text =
      'telemetry:\n  backend: { sentry: { dsn: x } }\n  frontend: { sentry: { dsn: x }, google: {} }\n'
    expect(told(text)).toEqual([])
  })
})

describe('A2 a bad file leaves telemetry off, and says where and why', () => {
  test.each([
    [
      'telemetry:\n  enabled: maybe',
      ':2: telemetry.enabled: it is neither true nor false. Fix: write enabled',
    ],
    ['telemetry:\n  enabled: 1', ':2: telemetry.enabled: it is neither'],
    ['\n\ntelemetry: false', ':3: telemetry: it is no block of options. Fix: write telemetry: and'],
    ['telemetry:\nenabled: false', ':2: enabled: it stands beside telemetry, not below it. Fix: indent'],
    ['telemetry:\n  enable: false', ':2: telemetry.enable: there is no such option; enabled is one.'],
    ['telemetry:\n  Enabled: false', ':2: telemetry.Enabled: there is no such option; enabled is one.'],
    ['telemetry:\n  disabled: true', ':2: telemetry.disabled: there is no such option; enabled is one.'],
    ['Telemetry:\n  enabled: false', ':1: Telemetry: there is no such option; telemetry is one.'],
    ['telemetry:\n  url: ping.example.com', ':2: telemetry.url: it is no http:// or https:// address.'],
    ['telemetry:\n  url: javascript:alert(1)', ':2: telemetry.url: it is no'],
    ['telemetry:\n  label: 7', ':2: telemetry.label: it is no text. Fix: give a short text, in quotes'],
    ['telemetry:\n  frontend: x', ':2: telemetry.frontend: it is no block of options.'],
    [
      'telemetry:\n  frontend:\n    posthog:\n      apikey: 12',
      ':4: telemetry.frontend.posthog.apikey: it is no text.',
    ],
    [
      'telemetry:\n  frontend:\n    posthog:\n      apikey: <api-key>',
      ':4: telemetry.frontend.posthog.apikey: it is no project key',
    ],
    [
      'telemetry:\n  frontend:\n    posthog:\n      apiurl: //evil.example',
      ':4: telemetry.frontend.posthog.apiurl: it is neither',
    ],
    [
      'telemetry:\n  frontend:\n    posthog:\n      capture_pageview: sometimes',
      ':4: telemetry.frontend.posthog.capture_pageview: it is neither',
    ],
    ['telemetry:\n  enabled: [', ':2: the file: it is not YAML'],
    ['telemetry:\n\tenabled: false', ':2: the file: it is not YAML: Tabs'],
    ['telemetry: {}\ntelemetry: {}', ':2: the file: it is not YAML: Map keys must be unique.'],
    ['telemetry: *missing', ': the file: it can’t be read as YAML'],
    ['- a', ': the file: it has no options in it.'],
    ['text', ': the file: it has no options in it.'],
  ])('A2 %j', (text, message) => {
    const config = load(text)
    expect(config).toMatchObject({ enabled: false, frontend: {}, backend: {} })
    expect(told(text).join('\n')).toContain(`error: flowforge.yml${message}`)
    expect(decide({ product: 'flowforge', config, admin: true })).toMatchObject({
      enabled: false,
      by: 'config',
    })
  })

  test('A2 all that is wrong is told at once', () => {
    expect(
      load('telemetry:\n  enabled: maybe\n  url: x\n  frontend: { posthog: { apikey: 1 } }').problems,
    ).toHaveLength(3)
  })

  test('A2 options of other names are warned of, and do not get through to posthog-js', () => {
    const text = `${SAMPLE}      api_host: https://x.example\n      token: y\n`
    expect(told(text)).toEqual([
      'warning: flowforge.yml:8: telemetry.frontend.posthog.api_host: there is no such option; apiurl is one. Fix: write apiurl.',
      'warning: flowforge.yml:9: telemetry.frontend.posthog.token: there is no such option; apikey is one. Fix: write apikey.',
    ])
    expect(load(text).frontend.posthog?.options).toEqual({})
  })

  test('A2 an option that nobody knows is warned of', () => {
    expect(told('telemetry:\n  frequency: daily')).toEqual([
      'warning: flowforge.yml:2: telemetry.frequency: there is no such option. Fix: leave it out.',
    ])
  })

  test('A2 no value is quoted', () => {
    for (const text of [
      'telemetry:\n  url: phc_secret',
      'telemetry:\n  frontend: { posthog: { apikey: phc_secret x } }',
      'telemetry: [phc_secret',
      'telemetry: { url: "phc_secret }',
      'telemetry: &phc_secret *phc_secret',
    ]) {
      expect(load(text).enabled, text).toBe(false)
      expect(JSON.stringify(load(text).problems)).not.toContain('secret')
    }
  })

  test('A2 aliases that unfold without end, prototypes, and a file that is none', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    for (const [from, to] of ['ab', 'bc', 'cd', 'de'])
      bomb.push(`${to}: &${to} [${Array(9).fill(`*${from}`).join()}]`)
    expect(load(bomb.join('\n')).enabled).toBe(false)
    expect(load('x'.repeat(1_000_001)).problems[0]?.message).toContain('more than 1000000')
    load('telemetry: { __proto__: { enabled: false }, constructor: { prototype: { x: 1 } } }')
    load('telemetry: { frontend: { posthog: { apikey: k, __proto__: { polluted: 1 } } } }')
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  const anyone = fc.oneof(fc.jsonValue(), fc.constantFrom('true', 'false', 'https://x.example'))
  const block = fc.record(
    {
      enabled: anyone,
      url: anyone,
      label: anyone,
      frontend: fc.oneof(
        anyone,
        fc.record({ posthog: fc.oneof(anyone, fc.dictionary(fc.string(), anyone)), plausible: anyone }),
      ),
    },
    { requiredKeys: [] },
  )
  test('A2 whatever is in the file, nothing is thrown, and an error is off', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.oneof(block, anyone).map((telemetry) => stringify({ telemetry })),
      anyone.map((value) => stringify(value)),
    )
    let bad = 0
    fc.assert(
      fc.property(text, (written) => {
        const config = load(written)
        JSON.stringify(config)
        if (!config.problems.some(({ level }) => level === 'error')) return
        bad++
        expect(config).toMatchObject({ enabled: false, frontend: {}, backend: {} })
      }),
      { numRuns: 1_000 },
    )
    expect(bad).toBeGreaterThan(100)
  })
})

describe('A2 files on disk', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'waypost-config-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = (name: string) => path.join(folder, name)

  test('A2 a name is enough; a mark of byte order is no text', () => {
    writeFileSync(file('a.yml'), `\uFEFF${SAMPLE.trim()}`)
    expect(loadConfig(file('a.yml'))).toMatchObject({ enabled: true, problems: [] })
  })

  test('A2 a file that is missing is an error, unless it is optional', () => {
    const [problem] = loadConfig(file('none.yml')).problems
    expect(problem).toMatchObject({
      level: 'error',
      file: file('none.yml'),
      message: 'there is no such file',
    })
    expect(loadConfig({ file: file('none.yml'), optional: true })).toEqual({
      frontend: {},
      backend: {},
      problems: [],
    })
  })

  test('A2 a folder is no file', () => {
    expect(loadConfig({ file: folder, optional: true })).toMatchObject({
      enabled: false,
      problems: [{ level: 'error', message: 'it can’t be read' }],
    })
  })
})

describe('A2 the environment', () => {
  test('A2 Flowise: a key for its server, and an address, which it did not have', () => {
    const env = { POSTHOG_PUBLIC_API_KEY: 'phc_f', POSTHOG_HOST: 'https://eu.i.posthog.com' }
    expect(loadConfig({ env, product: 'flowise' })).toEqual({
      frontend: {},
      backend: { posthog: { apikey: 'phc_f', apiurl: 'https://eu.i.posthog.com' } },
      problems: [],
    })
    expect(
      loadConfig({ env: { POSTHOG_PUBLIC_API_KEY: 'k' }, product: 'flowise' }).backend.posthog?.apiurl,
    ).toBe('https://app.posthog.com')
  })

  test('A1 Flowise without a key: nothing', () => {
    expect(loadConfig({ env: { POSTHOG_PUBLIC_API_KEY: ' ' }, product: 'flowise' }).backend).toEqual({})
  })

  test('A2 Langflow: its base address', () => {
    const env = { LANGFLOW_TELEMETRY_BASE_URL: 'https://telemetry.example.com' }
    expect(loadConfig({ env, product: 'langflow' }).url).toBe('https://telemetry.example.com')
    expect(loadConfig({ env, product: 'flowise' }).url).toBeUndefined()
  })

  test('A2 it goes before the file', () => {
    const env = { FLOWFORGE_TELEMETRY_URL: 'https://b.example', FLOWFORGE_TELEMETRY_LABEL: 'b' }
    const read = () => `${SAMPLE}  url: https://a.example\n  label: a\n`
    expect(loadConfig({ file: 'a.yml', read, env, product: 'flowforge' })).toMatchObject({
      enabled: true,
      url: 'https://b.example',
      label: 'b',
      frontend: { posthog: { apikey: 'phc_abc' } },
    })
  })

  test('A2 an error names the variable, and leaves telemetry off', () => {
    const config = loadConfig({ env: { FLOWISE_TELEMETRY_URL: 'x' }, product: 'flowise' })
    expect(config.enabled).toBe(false)
    expect(config.problems.map(formatProblem)).toEqual([
      'error: FLOWISE_TELEMETRY_URL: it is no http:// or https:// address. Fix: give the whole address, such as https://ping.example.com.',
    ])
    const read = () => SAMPLE
    expect(loadConfig({ file: 'a', read, env: { POSTHOG_HOST: 'x' } })).toMatchObject({
      enabled: false,
      frontend: {},
    })
  })
})
