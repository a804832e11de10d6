import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { defineCatalogue, flowforge, flowise, langflow } from './index.js'

const text = { en: 'x', es: 'x', zh: 'x' }
const about = { when: text, since: '1.0.0', owner: 'us' }
const catalogue = defineCatalogue({
  product: 'Atlas',
  events: {
    deployed: {
      ...about,
      properties: {
        version: { type: 'string', filled: true, meaning: text },
        nodes: { type: 'integer', meaning: text },
        kind: { type: 'string', values: ['a', 'b'], optional: true, meaning: text },
        seconds: { type: 'number', unit: 's', optional: true, meaning: text },
        on: { type: 'boolean', optional: true, meaning: text },
        tags: { type: 'string[]', optional: true, meaning: text },
        sizes: { type: 'number[]', optional: true, meaning: text },
        message: { type: 'string', optional: true, freeText: true, meaning: text },
        graph: {
          type: 'object',
          optional: true,
          meaning: text,
          properties: {
            edges: {
              type: 'object[]',
              meaning: text,
              properties: { from: { type: 'string', meaning: text } },
            },
          },
        },
      },
    },
  },
})
const check = (properties: unknown, options?: Parameters<typeof catalogue.check>[2]) =>
  catalogue.check('deployed', properties, options)
const told = (properties: unknown) =>
  check(properties).problems.map(({ code, property }) => `${code} ${property}`.trim())
const whole = { version: '1', nodes: 2, kind: 'a', seconds: 0.5, on: false, tags: ['x'], sizes: [1.5] }
const boom = () => {
  throw new Error('boom')
}

describe('C7 what is declared leaves', () => {
  test('C7 as it is, in a copy', () => {
    const given = Object.freeze({ ...whole, graph: Object.freeze({ edges: [{ from: 'n1' }] }) })
    const { properties, problems } = check(given)
    expect(problems).toEqual([])
    expect(properties).toEqual(given)
    expect(properties?.['graph']).not.toBe(given.graph)
  })

  test('C7 what telemetry knows is filled in, and callers go before it', () => {
    const known = { version: '9', nodes: 7 }
    expect(check({ nodes: 1 }, { known })).toEqual({ properties: { version: '9', nodes: 1 }, problems: [] })
    expect(check({ nodes: 1, version: '8' }, { known }).properties).toEqual({ version: '8', nodes: 1 })
    expect(check({}, { known }).properties).toEqual({ version: '9' })
  })

  test('D10 free text leaves only where it is permitted, and its absence is no problem', () => {
    const given = { version: '1', nodes: 1, message: 'no such file /home/jane' }
    expect(check(given)).toEqual({ properties: { version: '1', nodes: 1 }, problems: [] })
    expect(check(given, { freeText: true }).properties).toEqual(given)
  })
})

describe('C7 what is not declared stays', () => {
  test.each(['undeployed', 'toString', 'constructor', '__proto__', ''])('C7 the event %j', (event) => {
    expect(catalogue.check(event, whole)).toMatchObject({
      properties: undefined,
      problems: [{ code: 'undeclared_event', event, property: '' }],
    })
  })

  test('C7 properties, at any depth', () => {
    const given = {
      ...whole,
      email: 'jane@mail.example',
      graph: { edges: [{ from: 'n', label: 'x' }], name: 'y' },
    }
    expect(check(given).properties).toEqual({ ...whole, graph: { edges: [{ from: 'n' }] } })
    expect(told(given)).toEqual([
      'undeclared_property graph.edges[0].label',
      'undeclared_property graph.name',
      'undeclared_property email',
    ])
  })

  test('C7 what stands in a prototype', () => {
    expect(check(Object.create(whole)).properties).toEqual({})
  })

  test.each([
    [{ nodes: '2' }, 'wrong_type nodes'],
    [{ nodes: 2.5 }, 'wrong_type nodes'],
    [{ nodes: Number.NaN }, 'wrong_type nodes'],
    [{ kind: 'c' }, 'not_among_values kind'],
    [{ seconds: Infinity }, 'wrong_type seconds'],
    [{ seconds: 1n }, 'wrong_type seconds'],
    [{ on: 'true' }, 'wrong_type on'],
    [{ version: new String('1') }, 'wrong_type version'],
    [{ tags: 'x' }, 'wrong_type tags'],
    [{ tags: [1] }, 'wrong_type tags[0]'],
    [{ sizes: ['x'] }, 'wrong_type sizes[0]'],
    [{ graph: [] }, 'wrong_type graph'],
    [{ graph: { edges: {} } }, 'wrong_type graph.edges'],
    [{ nodes: Symbol('x') }, 'wrong_type nodes'],
    [{ nodes: () => 1 }, 'wrong_type nodes'],
    [{ nodes: null }, 'missing nodes'],
    [{ nodes: undefined }, 'missing nodes'],
  ])('C7 of another type or value: %#', (wrong, problem) => {
    expect(told({ ...whole, ...wrong })).toEqual([problem])
    const [name = ''] = Object.keys(wrong)
    expect(check({ ...whole, ...wrong }).properties?.[name]).not.toEqual(Object.values(wrong)[0] ?? 0)
  })

  test.each([null, 1, 'x', [], () => 1])('C7 properties that are none: %#', (given) => {
    expect(told(given)).toContain('wrong_type')
    expect(check(given).properties).toEqual({})
  })

  test('C7 no problem quotes a value', () => {
    const given = {
      version: 5,
      nodes: 'phc_secret',
      kind: 'phc_secret',
      tags: 'phc_secret',
      graph: 'phc_secret',
    }
    expect(told(given)).toHaveLength(5)
    expect(JSON.stringify(check(given).problems)).not.toContain('secret')
  })
})

describe('C7 hostile callers', () => {
  test('C7 getters and proxies that throw cost only themselves', () => {
    const given = Object.defineProperty({ ...whole }, 'kind', { get: boom, enumerable: true })
    expect(check(given).properties).toEqual({ ...whole, kind: undefined })
    expect(told(given)).toEqual(['wrong_type kind'])
    const traps = {
      get: boom,
      ownKeys: boom,
      getOwnPropertyDescriptor: boom,
      has: boom,
      getPrototypeOf: boom,
    }
    const proxy = new Proxy({}, traps)
    expect(check(proxy).properties).toEqual({})
    expect(check({ ...whole, graph: proxy, tags: new Proxy([], traps) }).properties).toEqual({
      ...whole,
      tags: undefined,
    })
    const { proxy: revoked, revoke } = Proxy.revocable<unknown[]>([], {})
    revoke()
    expect(check({ ...whole, tags: revoked }).properties).toEqual({ ...whole, tags: undefined })
  })

  test('C7 a getter is asked once, so that what was checked is what leaves', () => {
    const nodes = vi.fn().mockReturnValueOnce(3).mockReturnValue('phc_secret')
    const given = Object.defineProperty({ version: '1' }, 'nodes', { get: nodes, enumerable: true })
    expect(check(given).properties).toEqual({ version: '1', nodes: 3 })
    expect(nodes).toHaveBeenCalledTimes(1)
  })

  test('D15 long texts, long lists, many values and many names are cut', () => {
    const { properties, problems, truncated } = check({
      ...whole,
      version: 'x'.repeat(8_191) + '😀',
      tags: Array(1_000_000).fill('x'),
    })
    expect((properties?.['version'] as string).length).toBe(8_191)
    expect(properties?.['tags']).toHaveLength(1_000)
    expect(problems.map(({ code }) => code)).toEqual(['too_long', 'too_long'])
    expect(truncated).toEqual({ version: 8_193, tags: 1_000_000 })
    expect(check(whole)).not.toHaveProperty('truncated')
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`n${index}`, 1]))
    expect(check({ ...whole, ...many }).problems).toHaveLength(20)
    expect(check({ ...whole, ['n'.repeat(1_000_000)]: 1 }).problems[0]?.property).toHaveLength(64)
    expect(check({ ...whole, tags: Array(4_000_000_000) }).properties?.['tags']).toEqual([])
  })

  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withNullPrototype: true,
    withSparseArray: true,
  })
  test('C7 whatever is given, it does not throw, and only what is declared is in what leaves', () => {
    const given = fc.oneof(
      anything,
      fc.record(
        {
          nodes: fc.oneof(fc.integer(), anything),
          kind: anything,
          graph: anything,
          tags: anything,
          rest: anything,
        },
        { requiredKeys: [] },
      ),
    )
    const declared = new Set(Object.keys(catalogue.declaration.events.deployed.properties))
    fc.assert(
      fc.property(given, (properties) => {
        const result = check(properties).properties ?? {}
        expect(Object.keys(result).filter((name) => !declared.has(name))).toEqual([])
        expect(JSON.parse(JSON.stringify(result))).toEqual(result)
        expect(check(result).problems.filter(({ code }) => code !== 'missing')).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('the shipped catalogues', () => {
  test.each([flowforge, flowise, langflow])(
    'C8 has no problems, and a name for each event by its rule',
    (one) => {
      expect(one.problems).toEqual([])
      expect(Object.keys(one.declaration.events).length).toBeGreaterThan(0)
    },
  )

  test('W6 chatlowId is taken as documented, and leaves spelt right as well', () => {
    const flowGraph = { nodes: ['a'], edges: [{ source: 'a', target: 'b' }] }
    const known = { version: '1' }
    const both = { version: '1', chatlowId: 'c1', chatflowId: 'c1', flowGraph }
    for (const spelling of ['chatlowId', 'chatflowId'])
      expect(flowise.check('chatflow_created', { [spelling]: 'c1', flowGraph }, { known })).toEqual({
        properties: both,
        problems: [],
      })
    const two = flowise.check('chatflow_created', { chatlowId: 'c1', chatflowId: 'c2', flowGraph }, { known })
    expect(two.properties).toEqual(both)
    expect(two.problems.map(({ code }) => code)).toEqual(['two_spellings'])
  })

  test('W9 the result of an index in place of the graph does not leave', () => {
    const flowGraph = { numAdded: 1, addedDocs: [{ pageContent: 'secret text' }] }
    const given = { version: '1', chatlowId: 'c', type: 'INTERNAL', flowGraph }
    expect(JSON.stringify(flowise.check('vector_upserted', given).properties)).not.toContain('secret')
  })

  test('C15 whatever a flow holds, only ids and edges leave', () => {
    const node = fc.record({ id: fc.string(), label: fc.string(), data: fc.anything() })
    const edge = fc.record({
      source: fc.string(),
      target: fc.string(),
      label: fc.anything(),
      data: fc.anything(),
    })
    fc.assert(
      fc.property(fc.array(node), fc.array(edge), fc.anything(), (nodes, edges, secret) => {
        const flowGraph = { nodes: nodes.map(({ id }) => id), edges, secret, viewport: secret }
        const { properties } = flowise.check('chatflow_created', { version: '1', chatlowId: 'c', flowGraph })
        expect(properties?.['flowGraph']).toEqual({
          nodes: nodes.map(({ id }) => id),
          edges: edges.map(({ source, target }) => ({ source, target })),
        })
      }),
    )
  })

  test('D10 Langflow sends the code of an error, not its message', () => {
    const given = {
      IsWebhook: false,
      Seconds: 1,
      Success: false,
      ErrorMessage: '/home/jane',
      ErrorCode: 'ENOENT',
    }
    expect(langflow.check('Run', given)).toEqual({
      properties: { IsWebhook: false, Seconds: 1, Success: false, ErrorCode: 'ENOENT' },
      problems: [],
    })
  })

  test('F7 a heartbeat of which a module has failed is no problem', () => {
    const given = {
      instanceId: 'i',
      os: { type: 'L', release: '1', arch: 'x64' },
      env: { nodejs: 'v', flowforge: '1' },
      platform: { counts: { users: 1 } },
      schemaVersion: 1,
    }
    expect(flowforge.check('heartbeat', given)).toEqual({ properties: given, problems: [] })
  })
})
