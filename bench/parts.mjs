// What a navigation costs without this part or that: main-thread time, all in turn in one run. Writes parts.md.
// Build first. node bench/parts.mjs [looks, default 8]
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { format } from 'prettier'
import { chromiumOptions } from '../scripts/find-browser.mjs'
import { buildApp } from './compare/bundles.mjs'
import { measureNavigations } from './compare/measure.mjs'
import { median, p95 } from './compare/render.mjs'
import { createBenchServer } from './compare/server.mjs'

const looks = Number(process.argv[2] ?? 8)
const subjects = [
  ['waypost', 'waypost/vue + posthogSink'],
  ['waypost-no-later', 'without fetchLater, which tells of a killed tab'],
  ['waypost-in-memory', 'without storage: `persistence: memory`'],
  ['waypost-no-sink', 'without the sink'],
  ['waypost-bare', 'without both: views, titles, clocks, scroll, masking'],
  ['posthog-js', 'posthog-js'],
  ['plausible', 'Plausible'],
]

const built = path.resolve('build/bench')
await buildApp(built)
const server = await createBenchServer(built, {})
const browser = await chromium.launch(chromiumOptions())
const results = await measureNavigations(browser, server, ['none', ...subjects.map(([id]) => id)], looks)
const app = median(results.get('none').times)
const rows = subjects.map(([id, name]) => {
  const times = results.get(id).times.map((time) => time - app)
  return `| ${name} | ${median(times).toFixed(0)} | ${p95(times).toFixed(0)} |`
})
const text = `Main-thread time of one navigation in µs, everything that was put off included, less what the app takes by itself: median and
95th percentile of ${looks} looks at 25, all in turn, ${browser.version()}.

| what | median | p95 |
| --- | --: | --: |
${rows.join('\n')}
`
await writeFile('bench/parts.md', await format(text, { parser: 'markdown' }))
console.log(text)
await browser.close()
await server.close()
