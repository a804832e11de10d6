import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { defineCatalogue, docs, flowforge, flowise, langflow, LANGUAGES } from '../index.js'
import type { Catalogue, Language } from '../index.js'

const catalogues: Record<string, Catalogue> = { flowforge, flowise, langflow }
const folder = path.join(import.meta.dirname, '../../../docs/events')

describe('D17 the docs say what the catalogue says', () => {
  for (const [name, catalogue] of Object.entries(catalogues))
    test.each(LANGUAGES)(`D17 docs/events/${name}.%s.md`, async (language) => {
      await expect(docs(catalogue, language)).toMatchFileSnapshot(path.join(folder, `${name}.${language}.md`))
    })
})

/** The metadata of an event on a page, without what we have added to it. */
function metadata(catalogue: Catalogue, language: Language, event: string): string {
  const [, json = ''] =
    new RegExp('## ' + event + '\\n\\n.*\\n\\n```json\\n([\\s\\S]*?)\\n```').exec(
      docs(catalogue, language),
    ) ?? []
  return json
}

describe("W6–W10 Flowise's page", () => {
  const pages = {
    en: [
      'app-version',
      'chatflow-id',
      'nodeid-1',
      'nodeid-2',
      'tool-id',
      'tool-name',
      'assistant-id',
      'chat-id',
    ],
    es: [
      'versión-app',
      'id-chatflow',
      'nodoid-1',
      'nodoid-2',
      'id-herramienta',
      'nombre-herramienta',
      'id-asistente',
      'id-chat',
    ],
    zh: [
      '应用程序版本',
      '聊天流程 ID',
      '节点 ID 1',
      '节点 ID 2',
      '工具 ID',
      '工具名称',
      '助手 ID',
      '聊天 ID',
    ],
  } as const

  test.each(LANGUAGES)('W6–W10 the documented metadata of each event, line by line: %s', (language) => {
    const [version, chatflow, one, two, tool, name, assistant, chat] = pages[language]
    const graph = `    "flowGraph": {
        "nodes": [<${one}>, <${two}>],
        "edges": [
            {
                "source": <${one}>,
                "target": <${two}>
            }
        ]
    }`
    const flow = `    "version": <${version}>,\n    "chatlowId": <${chatflow}>,`
    const documented = {
      chatflow_created: `{\n${flow}\n${graph}\n}`,
      tool_created: `{\n    "version": <${version}>,\n    "toolId": <${tool}>,\n    "toolName": <${name}>\n}`,
      assistant_created: `{\n    "version": <${version}>,\n    "assistantId": <${assistant}>\n}`,
      vector_upserted: `{\n${flow}\n    "type": "INTERNAL", // EXTERNAL\n${graph},\n    "stopNodeId": <${one}>\n}`,
      prediction_sent: `{\n${flow}\n    "chatId": <${chat}>,\n    "type": "INTERNAL", // EXTERNAL\n${graph}\n}`,
    }
    expect(Object.keys(flowise.declaration.events)).toEqual(Object.keys(documented))
    for (const [event, expected] of Object.entries(documented)) {
      const ours = metadata(flowise, language, event)
      const plain = ours.replace(/\n {4}"chatflowId": .*/, '').replace(', EVALUATION', '')
      expect(plain).toBe(expected)
      expect(ours.includes('"chatflowId"')).toBe(expected.includes('"chatlowId"'))
    }
  })
})

test("F5 FlowForge's page: the documented payload, and what we add at its end", () => {
  const { schemaVersion, label, ...documented } = JSON.parse(
    metadata(flowforge, 'en', 'heartbeat'),
  ) as Record<string, unknown>
  expect({ schemaVersion, label }).toEqual({ schemaVersion: 1, label: 'Test bench 3' })
  expect(JSON.stringify(documented)).toBe(
    JSON.stringify({
      instanceId: '5db51f99-c6fb-4340-9c19-78adce58cc1b',
      os: { type: 'Darwin', release: '20.5.0', arch: 'x64' },
      env: { nodejs: 'v16.19.1', flowforge: '1.0.0' },
      platform: {
        counts: {
          users: 6,
          teams: 5,
          projects: 4,
          devices: 9,
          projectSnapshots: 16,
          projectTemplates: 7,
          projectStacks: 2,
          libraryEntries: 0,
          sharedLibraryEntries: 2,
        },
        config: {
          driver: 'localfs',
          broker: { enabled: true },
          fileStore: { enabled: true },
          email: { enabled: false },
        },
        license: { id: '4c105579-782b-4d53-af62-cf7fa69f6b43', type: 'DEV' },
      },
    }),
  )
})

test("L8–L13 Langflow's page: its events and fields, and the code of an error", () => {
  const fields = Object.entries(langflow.declaration.events).map(([name, { properties }]) => [
    name,
    Object.keys(properties).filter((property) => property !== 'ErrorCode'),
  ])
  expect(Object.fromEntries(fields)).toEqual({
    Run: ['IsWebhook', 'Seconds', 'Success', 'ErrorMessage'],
    Shutdown: ['TimeRunning'],
    Version: ['Version', 'Platform', 'Python', 'Arch', 'AutoLogin', 'CacheType', 'BackendOnly', 'Desktop'],
    Playground: ['Seconds', 'ComponentCount', 'Success', 'ErrorMessage'],
    Component: ['Name', 'Seconds', 'Success', 'ErrorMessage'],
  })
})

describe('D17 a page', () => {
  const text = { en: 'a | b <i>', es: 'x', zh: 'x' }
  const event = { when: text, since: '1.0', owner: 'us', properties: {} }

  test('D17 words of a catalogue do not become Markdown of their own', () => {
    const made = defineCatalogue({
      product: 'Atlas',
      events: { a: { ...event, properties: { b: { type: 'string', meaning: text } } } },
    })
    expect(docs(made, 'en')).toContain('| `b` | `string` |  | yes | a \\| b \\<i>. |')
  })

  test('D17 an event without properties says so', () => {
    expect(docs(defineCatalogue({ product: 'Atlas', events: { a: event } }), 'es')).toContain(
      'Nada más que su nombre.',
    )
  })

  test('D17 a catalogue with problems has none, and each problem is told with its field and its fix', () => {
    const bad = defineCatalogue({
      product: 'Atlas',
      events: { aB: { ...event, owner: ' ', properties: { $b: { type: 'string', meaning: text } } } },
    })
    expect(() => docs(bad, 'en')).toThrow(
      `The catalogue has 3 problem(s):
  events.aB: the name is not in snake_case. Fix: write it in snake_case.
  events.aB.owner: it is no text. Fix: name who answers for it.
  events.aB.properties.$b: names with $ are PostHog’s own. Fix: leave the $ out.`,
    )
  })

  test('D17 a language that it does not speak is named, with those that it does', () => {
    expect(() => docs(flowise, 'de' as Language)).toThrow(
      'There is no language de: choose one of en, es, zh.',
    )
  })
})
