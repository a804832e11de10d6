// How long each panel of the dashboard takes, with DuckDB on disk, 512 MB of memory and two threads. Writes panels.md.
// node bench/panels.mjs [--events 10000000] [--file somewhere.duckdb, kept and used again] [--runs 5]
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runnerImport } from 'vite'

const { values: options } = parseArgs({
  options: {
    events: { type: 'string', default: '10000000' },
    file: { type: 'string' },
    runs: { type: 'string', default: '5' },
  },
})
const events = Number(options.events)
const folder = options.file ? undefined : mkdtempSync(path.join(tmpdir(), 'waypost-panels-'))
const file = options.file ?? path.join(folder, 'events.duckdb')

const load = async (name) => {
  const source = fileURLToPath(new URL(`../src/collector/panels/${name}.ts`, import.meta.url))
  return (await runnerImport(source, { logLevel: 'error' })).module
}
const { openTestArchive } = await load('test-archive.contract')
const { insertManyVisits } = await load('many-visits.contract')

const time = { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' }
const month = { from: '2026-01-01T12:00:00.000Z', to: '2026-01-31T12:00:00.000Z' }
const day = { from: '2026-01-30T12:00:00.000Z', to: '2026-01-31T12:00:00.000Z' }
if (!existsSync(file)) {
  const start = performance.now()
  const archive = await openTestArchive({ path: file, settings: { threads: '2', memory_limit: '4GB' } })
  await insertManyVisits(archive, { events, ...time })
  await archive.close()
  console.log(`${events} events written in ${Math.round((performance.now() - start) / 1000)} s`)
}

const archive = await openTestArchive({ path: file, settings: { threads: '2', memory_limit: '512MB' } })
const begun = performance.now()
await archive.sumUp(Date.parse(month.to))
console.log(`Days summed up in ${((performance.now() - begun) / 1000).toFixed(1)} s`)
const [{ n }] = await archive.all('SELECT count(*) AS n FROM events')

const names = ['overview', 'series', 'routes', 'flows', 'sessions', 'delivery', 'filters']
const panels = Object.fromEntries(
  await Promise.all(names.map(async (name) => [name, (await load(name))[name]])),
)
const { walk } = await load('walk')
const asked = {
  overview: (filter) => panels.overview(archive, filter),
  series: (filter) => panels.series(archive, filter),
  routes: (filter) => panels.routes(archive, filter, 50),
  flows: (filter) => panels.flows(archive, filter, 40),
  sessions: (filter) => panels.sessions(archive, filter, 50),
  delivery: (filter) => panels.delivery(archive, filter),
  filters: (filter) => panels.filters(archive, filter),
}

const route = { route: '/page-3/:id' }
const property = { properties: [{ name: 'plan', value: 'team' }] }
const filters = {
  'the last day': { ...day, properties: [] },
  'the last day, a route': { ...day, properties: [], ...route },
  'the last day, a property': { ...day, ...property },
  'the last 30 days': { ...month, properties: [] },
  'the last 30 days, a route': { ...month, properties: [], ...route },
  'the last 30 days, a property': { ...month, ...property },
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1]

/** By the clock, and of one processor: on a busy machine the clock says little. */
async function measure(ask) {
  const runs = []
  await ask()
  for (let run = 0; run < Number(options.runs); run += 1) {
    const [start, used] = [performance.now(), process.cpuUsage()]
    await ask()
    const { user, system } = process.cpuUsage(used)
    runs.push({ clock: performance.now() - start, processor: (user + system) / 1000 })
  }
  return { clock: median(runs.map((run) => run.clock)), processor: median(runs.map((run) => run.processor)) }
}

const row = (name, results) =>
  `| ${name} | ${results.map(({ clock, processor }) => `${clock.toFixed(0)} (${processor.toFixed(0)})`).join(' | ')} |`

const rows = []
for (const [name, ask] of Object.entries(asked)) {
  const results = []
  for (const filter of Object.values(filters)) results.push(await measure(() => ask(filter)))
  rows.push(row(name, results))
  console.log(rows.at(-1))
}
const [{ session_id }] = await archive.all('SELECT session_id FROM events LIMIT 1 OFFSET 1000')
const one = await measure(() => walk(archive, session_id))
await archive.close()

const size = statSync(file).size
const table = [
  `Milliseconds until a panel has its answer: median of ${options.runs}, and in brackets the processor time of both threads together.`,
  `${Number(n).toLocaleString('en')} events of 31 days in ${(size / 1e9).toFixed(1)} GB on disk, DuckDB with 512 MB of memory and 2 threads.`,
  `The time ends at noon: the day before and half of this one are not summed up yet.`,
  `Load of the machine at the end: ${loadavg()[0].toFixed(1)}. \`node bench/panels.mjs\``,
  '',
  `| panel | ${Object.keys(filters).join(' | ')} |`,
  `|---|${'--:|'.repeat(Object.keys(filters).length)}`,
  ...rows,
  '',
  `One session, by its id: ${one.clock.toFixed(0)} (${one.processor.toFixed(0)}).`,
].join('\n')
console.log(table)
writeFileSync(new URL('panels.md', import.meta.url), `${table}\n`)
if (folder) rmSync(folder, { recursive: true })
