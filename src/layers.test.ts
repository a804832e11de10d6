import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const src = import.meta.dirname
const root = path.dirname(src)

/** What each layer may import: other layers, and packages. `type:` allows types only. */
const layers: Record<string, readonly (string | RegExp)[]> = {
  core: [],
  catalogue: ['core'],
  browser: ['core'],
  vue: ['core', 'browser', 'vue', 'type:vue-router'],
  script: ['core', 'browser'],
  collector: [
    'type:core',
    /^node:/,
    'fastify',
    '@fastify/cors',
    '@fastify/rate-limit',
    '@fastify/reply-from',
    '@duckdb/node-api',
    'prom-client',
    'valibot',
  ],
  node: [
    'core',
    'catalogue',
    /^node:/,
    'yaml',
    'valibot',
    'proper-lockfile',
    'prom-client',
    'type:pg',
    'type:posthog-node',
  ],
  audit: ['type:core', 'catalogue', /^node:/, 'typescript', 'vue/compiler-sfc'],
  cli: ['collector', 'catalogue', 'node', 'audit', /^node:/, 'commander', 'posthog-node'],
  // `vue` is the package and the layer: the dashboard is an app that uses waypost, too.
  dashboard: ['vue', 'vue-router', 'browser', /^echarts\//, 'type:collector'],
}

const sources = ts.sys
  .readDirectory(src, ['.ts'], ['**/*.test.ts', '**/*.contract.ts', '**/*.d.ts', '**/vite.config.ts'])
  .map((file) => path.relative(src, file))

interface Import {
  from: string
  to: string
  typeOnly: boolean
}

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(src, file), 'utf8')
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest)
  const found: Import[] = []
  const add = (node: ts.Expression | undefined, typeOnly: boolean) => {
    if (node && ts.isStringLiteral(node)) found.push({ from: file, to: node.text, typeOnly })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly)
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

const layerOf = (file: string) => file.split(path.sep)[0] ?? ''

function allowed({ from, to, typeOnly }: Import): boolean {
  const layer = layerOf(from)
  const target = to.startsWith('.') ? layerOf(path.join(path.dirname(from), to)) : to
  return (
    target === layer ||
    (layers[layer] ?? []).some((rule) =>
      rule instanceof RegExp ? rule.test(target) : rule === target || (typeOnly && rule === `type:${target}`),
    )
  )
}

describe('imports point one way', () => {
  test('every folder is a layer with a rule', () => {
    expect(
      [...new Set(sources.map(layerOf))].filter((name) => !(name in layers) && !name.endsWith('.ts')),
    ).toEqual([])
  })
  test('no file imports what its layer may not', () => {
    const imports = sources.flatMap(importsOf)
    expect(imports.length).toBeGreaterThan(50)
    expect(imports.filter((one) => !allowed(one))).toEqual([])
  })
  test('the rule finds a violation', () => {
    expect(allowed({ from: path.join('core', 'x.ts'), to: '../browser/index.js', typeOnly: true })).toBe(
      false,
    )
    expect(allowed({ from: path.join('vue', 'x.ts'), to: 'vue-router', typeOnly: false })).toBe(false)
    expect(allowed({ from: path.join('vue', 'x.ts'), to: 'vue-router', typeOnly: true })).toBe(true)
  })
})

describe('the compiler knows the layers', () => {
  /** Errors of a file that was never written, as part of a layer's project. */
  function errorsOf(layer: string, text: string): string[] {
    const folder = path.join(src, layer)
    const { config } = ts.readConfigFile(path.join(folder, 'tsconfig.json'), ts.sys.readFile)
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder)
    const probe = path.join(folder, 'probe.ts')
    const host = ts.createCompilerHost(options)
    const { getSourceFile } = host
    host.getSourceFile = (name, ...rest) =>
      name === probe
        ? ts.createSourceFile(name, text, ts.ScriptTarget.Latest)
        : getSourceFile.call(host, name, ...rest)
    const program = ts.createProgram({
      rootNames: [probe, path.join(src, 'globals.d.ts')],
      options: { ...options, noEmit: true },
      host,
    })
    const source = program.getSourceFile(probe)
    return program
      .getSemanticDiagnostics(source)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
  }

  test.each(['window', 'document', 'process', 'console', 'fetch', 'setTimeout', 'localStorage'])(
    'core has no %s',
    (name) => {
      expect(errorsOf('core', `export const x = ${name}`)).toHaveLength(1)
    },
  )
  test('browser has no process', () => {
    expect(errorsOf('browser', 'export const x = process')).toHaveLength(1)
    expect(errorsOf('browser', 'export const x = window')).toEqual([])
  })
  test('the collector has no window', () => {
    expect(errorsOf('collector', 'export const x = window')).toHaveLength(1)
    expect(errorsOf('collector', 'export const x = process')).toEqual([])
  })
  test('every layer is part of the build', () => {
    const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile)
    const built = (config as { references: { path: string }[] }).references.map((one) =>
      path.basename(one.path),
    )
    // The dashboard is built by Vite, and checked by vue-tsc.
    expect([...built, 'dashboard'].sort()).toEqual(Object.keys(layers).sort())
  })
})
