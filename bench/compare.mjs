// Waypost beside other clients, in one run: size, start, cost of a navigation, requests, heap, closed tabs. Writes
// compare.md, compare.json and docs/compare.svg. Takes half an hour of a quiet machine.
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { runnerImport } from 'vite'
import { format } from 'prettier'
import { chromiumOptions } from '../scripts/find-browser.mjs'
import { buildApp, sizeOf } from './compare/bundles.mjs'
import { clients } from './compare/clients.mjs'
import { measureCloses, measureHeap, measureNavigations, measureStart } from './compare/measure.mjs'
import { median, picture, table } from './compare/render.mjs'
import { createBenchServer } from './compare/server.mjs'

const { values } = parseArgs({
  options: {
    client: { type: 'string', multiple: true },
    starts: { type: 'string', default: '7' },
    looks: { type: 'string', default: '12' },
    navigations: { type: 'string', default: '5000' },
    closes: { type: 'string', default: '200' },
    'no-write': { type: 'boolean', default: false },
  },
})
const [starts, looks, navigations, closes] = ['starts', 'looks', 'navigations', 'closes'].map((name) =>
  Number(values[name]),
)
const chosen = clients.filter(({ id }) => !values.client || values.client.includes(id))

const built = path.resolve('build/bench')
const fetched = path.resolve('build/conformance')
await mkdir(fetched, { recursive: true })
const load = async (file) => (await runnerImport(`./e2e/conformance/${file}`, { configFile: false })).module
// The one client that no package of a fitting size holds.
const { client: umami } = await load('clients/umami.ts')
await (await load('fetch-package.ts')).fetchPackage(umami)
const files = { '/umami.js': path.join(fetched, 'umami.js') }
await buildApp(built)

const server = await createBenchServer(built, files)
const browser = await chromium.launch(chromiumOptions())
const all = [{ id: 'none', name: 'the app alone' }, ...chosen]
const results = new Map(all.map(({ id }) => [id, { starts: [] }]))
const tell = (what, id, value) => console.log(`${what} ${id}: ${JSON.stringify(value)}`)

// In turn, so that a slow minute of the machine is everybody's.
for (let round = 0; round < starts; round += 1)
  for (const { id } of all) results.get(id).starts.push(await measureStart(browser, server, id))
const ids = all.map(({ id }) => id)
const ofNavigations = await measureNavigations(browser, server, ids, looks)
for (const { id } of all) {
  const own = Object.assign(results.get(id), ofNavigations.get(id))
  tell('start', id, median(own.starts))
  tell('navigations', id, [median(own.times), own.requests, own.bytes, own.layouts, own.longTasks])
}
for (const { id } of all) {
  const own = results.get(id)
  own.heap = await measureHeap(browser, server, id, navigations)
  tell('heap', id, own.heap)
}
const alone = results.get('none')
const rows = []
for (const { id, ...client } of chosen) {
  const own = results.get(id)
  const closed = await measureCloses(browser, server, id, closes)
  tell('closes', id, closed)
  rows.push({
    id,
    ...client,
    size: await sizeOf(id, files),
    start: median(own.starts) - median(alone.starts),
    times: own.times.map((time) => time - median(alone.times)),
    requests: own.requests,
    bytes: own.bytes,
    layouts: own.layouts - alone.layouts,
    longTasks: own.longTasks,
    heap: own.heap - alone.heap,
    closed,
  })
}
const version = browser.version()
await browser.close()
await server.close()

const text = table(rows, {
  browser: `Chromium ${version.split('.')[0]}`,
  date: new Date().toISOString().slice(0, 10),
  looks,
  starts,
  navigations,
  closes,
})
console.log(text)
if (!values['no-write']) {
  await writeFile('bench/compare.md', await format(text, { parser: 'markdown' }))
  await writeFile('bench/compare.json', `${JSON.stringify(rows, null, 2)}\n`)
  await writeFile('docs/compare.svg', picture(rows))
}
