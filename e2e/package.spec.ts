import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from './fixtures.ts'

const read = (name: string) => readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8')
const importsOf = (name: string) => [...read(name).matchAll(/from '(.*?)'/g)].map(([, source]) => source)

/** What the entries give, for all that will ever depend on them. */
const entries = {
  waypost: [
    'createWaypost',
    'historySource',
    'navigationApiSource',
    'posthogJsSink',
    'posthogSink',
    'stubSink',
    'vueRouterSource',
  ],
  'waypost/vue': ['createWaypost', 'useWaypost'],
  'waypost/collector': ['createCollector'],
}

for (const [entry, names] of Object.entries(entries)) {
  test(`${entry} exports what it is known for, and no browser is needed to import it`, async () => {
    const exported: unknown = await import(entry)
    expect(Object.keys(Object(exported)).sort()).toEqual(names)
  })
}

for (const folder of ['dist', 'dist/dev']) {
  test(`the entries in ${folder} share one tracker and depend on nothing of their own`, () => {
    expect(importsOf(`${folder}/index.js`)).toEqual(['./tracker.js', './tracker.js'])
    expect(importsOf(`${folder}/vue.js`).sort()).toEqual(['./tracker.js', 'vue'])
    expect(importsOf(`${folder}/tracker.js`)).toEqual([])
  })
}

test('C4 production bundles have no way to write to the console; development bundles have', () => {
  for (const name of ['index', 'vue', 'tracker', 'waypost'])
    expect(read(`dist/${name}.js`)).not.toMatch(/console\.\w+\(/)
  expect(read('dist/dev/tracker.js')).toContain('console.warn')
  expect(read('dist/waypost.dev.js')).toContain('console.warn')
})

test("the README's script tag, and its snippet for calls before it, work as they stand", async ({
  page,
  site,
}) => {
  const [example = '', snippet = ''] = [...read('README.md').matchAll(/```html\n([\s\S]*?)```/g)].map(
    ([, html]) => html,
  )
  const [, tag = ''] =
    /^<script\s+defer\s+src="https:\/\/unpkg\.com\/waypost"([^>]*)><\/script>\s*$/.exec(example) ?? []
  await site.open(page, 'plain', '/readme', {
    head: snippet + "<script>waypost.capture('early')</script>",
    tag: tag.replace('phc_your_project_key', site.key).replace('https://eu.i.posthog.com', site.collector),
  })
  expect(await site.finish(page)).toBeJourney(['load /readme'])
  await site.event('early', { $pathname: '/readme' })
})
