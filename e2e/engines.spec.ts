import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { format } from 'prettier'
import { capabilities, chromiumOnly, engines, lacking, needed } from './engines/capabilities.ts'
import type { CapabilityName, Engine } from './engines/capabilities.ts'
import { expect, test } from './fixtures.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = `${root}docs/engines.md`

/** A test as Playwright lists it. */
interface Listed {
  file: string
  title: string
  tests: { annotations: { type: string; description?: string }[] }[]
}
interface Suite {
  specs?: Listed[]
  suites?: Suite[]
}

const flat = ({ specs = [], suites = [] }: Suite): Listed[] => [...specs, ...suites.flatMap(flat)]

/** All tests, with what each needs. */
async function listTests() {
  const { stdout } = await promisify(execFile)(
    'npx',
    ['--no-install', 'playwright', 'test', '--list', '--reporter=json', '--project=chromium'],
    { cwd: root, env: { ...process.env, WAYPOST_ENGINES: 'chromium' }, maxBuffer: 2 ** 26 },
  )
  return flat(JSON.parse(stdout) as Suite).map(({ file, title, tests }) => ({
    file,
    rule: /^[VLC]\d+/.exec(title)?.[0],
    needs: needed(tests[0]?.annotations ?? []),
  }))
}

const shown: Engine[] = ['chromium', 'firefox', 'webkit']
const table = (rows: string[][]) => {
  const [head = [], ...rest] = rows
  return [head, head.map(() => '---'), ...rest].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Which rules each engine shows: all, or all but what it can't do. */
function rules(tests: { rule: string | undefined; file: string; needs: CapabilityName[] }[]) {
  const own = tests.filter(({ file }) => !Object.hasOwn(chromiumOnly, file))
  const names = [...new Set(own.flatMap(({ rule = [] }) => rule))].sort(
    (one, other) =>
      'VLC'.indexOf(one.charAt(0)) - 'VLC'.indexOf(other.charAt(0)) ||
      Number(one.slice(1)) - Number(other.slice(1)),
  )
  const cell = (engine: Engine, name: string) => {
    const proofs = own.filter(({ rule }) => rule === name)
    const missing = proofs.filter(({ needs }) => lacking(engine, needs))
    const what = new Set(
      missing
        .flatMap(({ needs }) => needs.filter((need) => lacking(engine, [need])))
        .map((need) => `\`${need}\``),
    )
    if (!missing.length) return 'yes'
    return `${missing.length === proofs.length ? 'no' : 'in part'}: ${[...what].join(', ')}`
  }
  return table([
    ['Rule', ...shown.map((engine) => engines[engine])],
    ...names.map((name) => [name, ...shown.map((engine) => cell(engine, name))]),
  ])
}

const reasons = () =>
  table([
    ['Name', 'The engine can', 'It can’t in', 'Why'],
    ...Object.entries(capabilities).flatMap(([name, { what, lacking: where }]) =>
      Object.entries(where).map(([engine, reason]) => [
        `\`${name}\``,
        what,
        engines[engine as Engine],
        reason,
      ]),
    ),
  ])

const alone = () =>
  table([['Spec', 'Why'], ...Object.entries(chromiumOnly).map(([file, why]) => [`\`e2e/${file}\``, why])])

// Another Playwright has to load all specs.
test.describe.configure({ timeout: 120_000 })

test('docs/engines.md says what each engine runs, and why not the rest', async () => {
  const written = await readFile(page, 'utf8')
  const parts: Record<string, string> = {
    rules: rules(await listTests()),
    reasons: reasons(),
    alone: alone(),
  }
  const due = written.replace(
    /(<!-- (\w+): written by e2e\/engines\.spec\.ts -->\n)[\s\S]*?(<!-- end -->)/g,
    (_all, start: string, name: string, end: string) => `${start}\n${parts[name]}\n\n${end}`,
  )
  const tidy = await format(due, { parser: 'markdown', printWidth: 110 })
  if (process.env['WAYPOST_WRITE_DOCS']) await writeFile(page, tidy)
  else
    expect(written, 'WAYPOST_WRITE_DOCS=1 npx playwright test engines --project=chromium writes it').toBe(
      tidy,
    )
})
