import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

/** The pages that say what is proved where: each file, function and test that they name exists. */
const root = path.dirname(import.meta.dirname)
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const pages = ['docs/seeds.md', 'docs/faults.md']

/** Names of the tests in a file, as they stand in its source. */
function testsIn(file: string): string[] {
  const names: string[] = []
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest)
  const isTest = (callee: ts.Expression): boolean =>
    ts.isIdentifier(callee)
      ? callee.text === 'test' || callee.text === 'it'
      : ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee)
        ? isTest(callee.expression)
        : false
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTest(node.expression)) {
      const [name] = node.arguments
      if (name && (ts.isStringLiteralLike(name) || ts.isTemplateExpression(name)))
        names.push(ts.isStringLiteralLike(name) ? name.text : name.getText(source).slice(1, -1))
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return names
}

/** `[name of a test](../its/file.ts)` */
const tests = (page: string) =>
  [...read(page).matchAll(/\[([^\]]+)\]\(\.\.\/([^)]+\.(?:test|spec)\.ts)\)/g)].map(
    ([, name = '', file = '']) => ({ name: name.replaceAll(/\\([|_*[\]])/g, '$1'), file }),
  )
/** What stands in `code`. */
const code = (page: string) => [...read(page).matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text)

const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/\.(test|contract)\.ts$/.test(name))
  .map((name) => read(path.join('src', name)))
  .join('\n')

describe.each(pages)('%s', (page) => {
  test('names tests that there are', () => {
    const cache = new Map<string, string[]>()
    const missing = tests(page).filter(({ name, file }) => {
      if (!existsSync(path.join(root, file))) return true
      const known = cache.get(file) ?? testsIn(file)
      cache.set(file, known)
      // A test that is made for each of several things has a name of which a part is filled in.
      return !known.some((one) => one === name || (one.startsWith('${') && one.endsWith(name)))
    })
    expect(tests(page).length).toBeGreaterThan(80)
    expect(missing).toEqual([])
  })

  test('names files and functions that there are', () => {
    const files = code(page).filter((text) => /^(src|demo|docs|e2e)\//.test(text))
    const functions = code(page).flatMap((text) => /^(?:\w+\.)?(\w+)\(\)/.exec(text)?.[1] ?? [])
    expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([])
    expect(functions.filter((name) => !new RegExp(`\\b${name}\\b\\s*[(<:=]`).test(sources))).toEqual([])
  })

  test('has a test for each fault, and for whatever is no intention', () => {
    const rows = read(page)
      .split('\n')
      .filter((line) => line.startsWith('|') && !/^\|[\s-]+\|/.test(line) && !/\| Test\s+\|$/.test(line))
    expect(rows.length).toBeGreaterThan(50)
    expect(rows.filter((row) => !/\]\(\.\.\//.test(row) && !/\| an intention/.test(row))).toEqual([])
  })
})

test('docs/seeds.md: the demo has the pages that are named', () => {
  const router = read('demo/server/app/createServerRouter.ts')
  for (const address of ['/setup', '/settings/telemetry', '/what-we-send'])
    expect([read('docs/seeds.md').includes(`\`${address}\``), router.includes(`'${address}'`)]).toEqual([
      true,
      true,
    ])
})
