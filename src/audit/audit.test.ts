// @vitest-environment node
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { defineCatalogue } from '../catalogue/index.js'
import { audit, formatFinding } from './index.js'

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
        flow_id: { type: 'string', alsoAs: 'flow', optional: true, meaning: text },
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

/** A call that gives all there is, so that nothing else is unused. */
const WHOLE = `telemetry.send('deployed', { nodes: 1, kind: 'a', flow_id: 'f', graph: { edges: [{ from: 'n' }] } })`
const START = `import { createTelemetry } from 'waypost/node'
const telemetry = createTelemetry({} as never)
`
const TYPES = `export interface Telemetry {
  send(event: string, properties?: object): void
  heartbeat(options: object): void
}
export declare function createTelemetry(options: unknown): Telemetry
export declare function sendTelemetry(event: string, properties?: object): void
`

const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })))

function project(files: Record<string, string>, installed: boolean): string {
  const root = mkdtempSync(path.join(tmpdir(), 'waypost-audit-'))
  folders.push(root)
  const all: Record<string, string> = { ...files }
  if (installed) {
    all['node_modules/waypost/package.json'] =
      '{"name":"waypost","exports":{"./node":{"types":"./types/node/index.d.ts"}}}'
    all['node_modules/waypost/types/node/index.d.ts'] = TYPES
  }
  for (const [name, content] of Object.entries(all)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
    writeFileSync(path.join(root, name), content)
  }
  return root
}

async function run(files: Record<string, string> | string, installed = true) {
  const root = project(typeof files === 'string' ? { 'src/a.ts': files } : files, installed)
  const { calls, findings } = await audit(path.join(root, 'src'), catalogue)
  const told = findings.map(({ kind, event, property, file, line }) => {
    const place =
      file === undefined ? '' : ` ${path.relative(path.join(root, 'src'), path.resolve(file))}:${line}`
    return `${kind} ${[event, property].filter(Boolean).join(' ')}${place}`
  })
  return { calls, told, findings }
}

describe.each([
  ['installed', true],
  ['not installed', false],
])('D17 audit, waypost %s', (_, installed) => {
  test('D17 code and catalogue that agree', async () => {
    expect(await run(START + WHOLE, installed)).toMatchObject({ calls: 1, told: [] })
  })

  test('D17 what is sent, and not declared, with file and line', async () => {
    const { told } = await run(
      `${START}${WHOLE}
telemetry.send('undeployed')
telemetry.send('deployed', { nodes: 1, email: 'x', graph: { edges: [{ from: 'n', label: 'l' }] } })`,
      installed,
    )
    expect(told).toEqual([
      'undeclared_event undeployed a.ts:4',
      'undeclared_property deployed email a.ts:5',
      'undeclared_property deployed graph.edges[].label a.ts:5',
    ])
  })

  test('D17 what is sent otherwise than declared', async () => {
    const { told } = await run(
      `${START}${WHOLE}
telemetry.send('deployed', { nodes: '1' })
telemetry.send('deployed', { nodes: 1.5 })
telemetry.send('deployed', { nodes: 1, kind: 'c' })
telemetry.send('deployed', { nodes: 1, kind: String(1) })
telemetry.send('deployed', {})
telemetry.send('deployed')
telemetry.send('deployed', { nodes: 1, graph: [] })
const maybe: { nodes?: number } = {}
telemetry.send('deployed', maybe)`,
      installed,
    )
    expect(told).toEqual([
      'wrong_type deployed nodes a.ts:4',
      'wrong_type deployed nodes a.ts:5',
      'wrong_type deployed kind a.ts:6',
      'wrong_type deployed kind a.ts:7',
      'missing_property deployed nodes a.ts:8',
      'missing_property deployed nodes a.ts:9',
      'wrong_type deployed graph a.ts:10',
      'missing_property deployed nodes a.ts:12',
    ])
  })

  test('D17 what is declared, and sent from nowhere', async () => {
    expect((await run(START, installed)).told).toEqual(['unused_event deployed'])
    expect(
      (await run(`${START}telemetry.send('deployed', { nodes: 1, flow: 'f' })`, installed)).told,
    ).toEqual(['unused_property deployed kind', 'unused_property deployed graph'])
  })

  test('D17 what can’t be known is told, not passed over', async () => {
    const { told } = await run(
      `${START}${WHOLE}
declare const name: string, bag: Record<string, unknown>, any: any
telemetry.send(name, { nodes: 1 })
telemetry.send('deployed', bag)
telemetry.send('deployed', { nodes: any })`,
      installed,
    )
    expect(told).toEqual([
      'unreadable name a.ts:5',
      'unreadable deployed a.ts:6',
      'unreadable deployed nodes a.ts:7',
    ])
  })

  test('D17 constants, enums, conditions, and objects that are made elsewhere', async () => {
    const { told, calls } = await run(
      {
        'src/names.ts': `export const DEPLOYED = 'deployed' as const
export enum Names { Gone = 'gone' }`,
        'src/a.ts': `${START}import { DEPLOYED, Names } from './names'
${WHOLE}
const rest = { kind: 'b' as const }
telemetry.send(DEPLOYED, { nodes: 2, ...rest })
telemetry.send(Names.Gone)
telemetry.send(Math.random() > 1 ? 'deployed' : 'other', { nodes: 1 })`,
      },
      installed,
    )
    expect(calls).toBe(4)
    expect(told).toEqual(['undeclared_event gone a.ts:7', 'undeclared_event other a.ts:8'])
  })

  test('D17 functions of the project’s own, and functions around those', async () => {
    const { told } = await run(
      {
        'src/telemetry.ts': `${START}export function track(name: string, properties: object = {}) {
  telemetry.send(name, properties)
}
export const counted = (nodes: number, name: string, more: object) => track(name, { nodes, ...more })
export { telemetry }`,
        'src/a.ts': `import { counted, telemetry, track as report } from './telemetry'
${WHOLE}
report('undeployed')
report('deployed', { nodes: 'x' })
counted(1, 'deployed', { kind: 'z' })`,
      },
      installed,
    )
    expect(told).toEqual([
      'undeclared_event undeployed a.ts:3',
      'wrong_type deployed nodes a.ts:4',
      'wrong_type deployed kind a.ts:5',
    ])
  })

  test('D17 sendTelemetry, renamed imports, fields of classes, destructured senders', async () => {
    const { told } = await run(
      `import { createTelemetry, sendTelemetry as emit } from 'waypost/node'
import * as node from 'waypost/node'
class App {
  private readonly telemetry = createTelemetry({})
  go() {
    this.telemetry.send('one')
  }
}
new App().go()
emit('two')
node.sendTelemetry('three')
const { send } = createTelemetry({})
send('four')
const telemetry = createTelemetry({})
${WHOLE}`,
      installed,
    )
    expect(told).toEqual(
      [6, 10, 11, 13].map(
        (line, at) => `undeclared_event ${['one', 'two', 'three', 'four'][at]} a.ts:${line}`,
      ),
    )
  })

  test('D17 whatever else is called send is let be', async () => {
    const { calls } = await run(
      `${START}${WHOLE}
declare const mail: { send(to: string): void; sendTelemetry(x: string): void }
mail.send('jane')
mail.sendTelemetry('x')
new WebSocket('ws://x').send('y')
const text = "telemetry.send('in_a_text')" // telemetry.send('in_a_comment')
void text`,
      installed,
    )
    expect(calls).toBe(1)
  })
})

describe('D17 audit', () => {
  test('D17 JavaScript is read too', async () => {
    const code = `import { createTelemetry } from 'waypost/node'\nconst telemetry = createTelemetry({})\n${WHOLE}\ntelemetry.send('gone')`
    expect((await run({ 'src/a.js': code })).told).toEqual(['undeclared_event gone a.js:4'])
  })

  const component = `<template><p>{{ telemetry.send('of a template') }}</p></template>
<script lang="ts">
${START}export const note = (event: string, more: object) => telemetry.send(event, more)
</script>
<script setup lang="ts">
telemetry.send('gone')
</script>
<style>p { color: red }</style>`

  test('D17 the scripts of .vue files are read, with their own lines, and imports of them are followed', async () => {
    const { calls, told } = await run({
      'src/A.vue': component,
      'src/a.ts': `import { note } from './A.vue'\nnote('lost', {})\n`,
    })
    expect(calls).toBe(2)
    expect(told).toEqual([
      'undeclared_event gone A.vue:8',
      'undeclared_event lost a.ts:2',
      'unused_event deployed',
    ])
  })

  test('D17 where there is no Vue, a .vue file is a finding', async () => {
    const root = project({ 'src/A.vue': component, 'src/a.ts': START + WHOLE }, true)
    const absent = () => Promise.reject(new Error('Cannot find package'))
    const { findings } = await audit(path.join(root, 'src'), catalogue, undefined, absent)
    expect(findings.map(formatFinding)).toEqual([
      expect.stringMatching(
        /A\.vue:1: unreadable: its scripts were not read, since vue is not installed\. Fix: npm i/,
      ),
    ])
  })

  test('D17 a folder without sources, and a machine without a compiler, are told', async () => {
    const root = project({ 'src/readme.md': '' }, false)
    await expect(audit(path.join(root, 'src'), catalogue)).rejects.toThrow(
      'There is no TypeScript or JavaScript in',
    )
    const absent = () => Promise.reject(new Error('Cannot find package'))
    await expect(audit(root, catalogue, absent)).rejects.toThrow('npm install --save-dev typescript')
  })

  test('D17 a finding is one line', async () => {
    const { findings } = await run(`${START}${WHOLE}\ntelemetry.send('gone')`)
    expect(findings.map(formatFinding)).toEqual([
      expect.stringMatching(
        /a\.ts:4: undeclared_event: gone: it is not declared, so it does not leave\. Fix: declare it, or/,
      ),
    ])
  })
})
