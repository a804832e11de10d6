import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { createPageViews, createRedactor, createSession } from './core/index.js'
import type { WaypostEvent } from './core/index.js'
import { createIdentity } from './browser/sinks/posthog-identity.js'
import { noRecord } from './browser/document-record.js'
import { createStorage } from './browser/web-storage.js'

const root = path.dirname(import.meta.dirname)
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const pages = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => path.extname(name) !== '')
    .map((name) => `docs/${name}`),
]
const blocks = (page: string, language: string) =>
  [...read(page).matchAll(new RegExp('```' + language + '\\n([\\s\\S]*?)```', 'g'))].map(
    ([, code = '']) => code,
  )

/** What the examples leave to the reader. */
const PRELUDE = `
  import type { App, Component } from 'vue'
  import type { Router } from 'vue-router'
  declare const app: App
  declare const router: Router
  declare const component: Component
`

test('every TypeScript example compiles, under the strictest flags', () => {
  const examples = pages.flatMap((page) => blocks(page, 'ts').map((code, index) => ({ page, index, code })))
  expect(examples.length).toBeGreaterThan(3)
  const files = new Map(
    examples.map(({ page, index, code }) => [
      path.join(root, 'src', `example-${page.replace(/\W/g, '-')}-${index}.ts`),
      PRELUDE + code,
    ]),
  )
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.test.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (name) => files.has(name) || fileExists.call(host, name)
  host.getSourceFile = (name, ...rest) => {
    const text = files.get(name)
    return text === undefined
      ? getSourceFile.call(host, name, ...rest)
      : ts.createSourceFile(name, text, ts.ScriptTarget.Latest)
  }
  const program = ts.createProgram({
    rootNames: [
      ...files.keys(),
      path.join(root, 'src/globals.d.ts'),
      path.join(root, 'src/browser/window.d.ts'),
    ],
    options: {
      ...options,
      noUnusedLocals: false,
      paths: {
        waypost: [path.join(root, 'src/browser/index.ts')],
        'waypost/vue': [path.join(root, 'src/vue/index.ts')],
        'waypost/node': [path.join(root, 'src/node/index.ts')],
        'waypost/collector': [path.join(root, 'src/collector/index.ts')],
      },
    },
    host,
  })
  const problems = [...files.keys()].flatMap((name) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(name))
      .map(
        ({ messageText }) => `${path.basename(name)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
      ),
  )
  expect(problems).toEqual([])
})

test('the sample in the README has the properties that are really sent, in their order', () => {
  const [sample = '[]'] = blocks('README.md', 'json')
  const events: WaypostEvent[] = []
  const clock = { now: () => 0, elapsed: () => 0 }
  const tasks: (() => void)[] = []
  const schedule = (task: () => void) => {
    tasks.push(task)
    return () => undefined
  }
  let ids = 0
  const newId = () => String(++ids)
  const storage = createStorage()
  const session = createSession(clock, newId, storage)
  const views = createPageViews({
    clock,
    schedule,
    newId,
    redact: createRedactor(),
    readTitle: () => '',
    readScroll: () => ({ top: 0, viewport: 700, content: 1200 }),
    documentType: () => 'load',
    referrer: () => ({ $referrer: '$direct', $referring_domain: '$direct' }),
    session,
    keep: () => undefined,
    emit: (event) => events.push(event),
  })
  const go = (path: string) => {
    const route = { name: 'members', pattern: '/team/:slug/members' }
    views.confirmed({
      location: { url: '', base: '', host: '', path, query: [], hash: '', route },
      type: 'push',
    })
    for (const task of tasks.splice(0)) task()
  }
  views.visibility(true)
  for (const path of ['/teams', '/team/atlas/members', '/teams']) go(path)

  const identity = createIdentity({
    clock,
    schedule,
    newId,
    session,
    storage,
    tabStorage: storage,
    record: noRecord,
    viewId: newId,
    protect: (text) => text,
  })
  const pair = events.filter(({ properties }) => properties['$pathname'] === '/team/atlas/members')
  const sent = pair.map(({ event, properties, session }) => ({
    event,
    // Through JSON: undefined is no property on the wire.
    names: Object.keys(
      JSON.parse(JSON.stringify({ ...identity.properties(), $session_id: session, ...properties })),
    ),
  }))
  const shown = (JSON.parse(sample) as WaypostEvent[]).map(({ event, properties }) => ({
    event,
    names: Object.keys(properties),
  }))
  expect(shown).toEqual(sent)
})

test('no page has the marks of a merge that was left half-done', () => {
  const marks = /^(?:<{7}|>{7}|={7}|(?:> ){4})/m
  expect(pages.filter((page) => marks.test(read(page)))).toEqual([])
})

test('every link in the docs leads somewhere', () => {
  const dead = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\(([^)#\s]*)(#[^)\s]*)?\)/g)]
      .filter(([, file = '']) => !file.startsWith('http'))
      .filter(([, file = '', anchor = '']) => {
        const target = file ? path.join(path.dirname(page), file) : page
        try {
          const headings = [...read(target).matchAll(/^#+ (.*)$/gm)].map(
            ([, title = '']) =>
              '#' +
              title
                .toLowerCase()
                .replace(/[^\w\s-]/g, '')
                .replace(/\s/g, '-'),
          )
          return anchor !== '' && !headings.includes(anchor)
        } catch {
          return true
        }
      })
      .map(([link]) => `${page}: ${link}`),
  )
  expect(dead).toEqual([])
})

test('every option is described', () => {
  const { createSourceFile, forEachChild, isInterfaceDeclaration, isPropertySignature, ScriptTarget } = ts
  const names: string[] = []
  for (const [file, type] of [
    ['src/browser/options.ts', 'WaypostOptions'],
    ['src/browser/consent.ts', 'ConsentOptions'],
    ['src/core/page-views.ts', 'PageViewsOptions'],
    ['src/core/url-policy.ts', 'UrlPolicyOptions'],
  ] as const) {
    forEachChild(createSourceFile(file, read(file), ScriptTarget.Latest), (node) => {
      if (!isInterfaceDeclaration(node) || node.name.text !== type) return
      for (const member of node.members)
        if (isPropertySignature(member) && 'text' in member.name) names.push(member.name.text)
    })
  }
  const headings = [...read('docs/options.md').matchAll(/^### (.*)$/gm)].map(([, name]) => name)
  expect(headings.sort()).toEqual(names.sort())
})
