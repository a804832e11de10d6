// What it costs to keep the last state of a view: the record in IndexedDB, and the request in the browser's hands.
// Five seconds are made twenty milliseconds, so that a minute of work is seen in a quarter of a second. Writes upkeep.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { chromium } from '@playwright/test'
import { chromiumOptions } from '../scripts/find-browser.mjs'

const FASTER = 250
const UPDATES = 500
const ROUNDS = 5

const script = readFileSync('dist/waypost.js')
const page = ({
  deferred,
  tracked,
}) => `<!doctype html><title>Upkeep</title><div style="height: 5000px"></div><script>
  const real = setTimeout
  window.setTimeout = (task, delay, ...rest) => real(task, delay >= 1000 ? delay / ${FASTER} : delay, ...rest)
  window.updates = 0
  const { put } = IDBObjectStore.prototype
  IDBObjectStore.prototype.put = function (...args) { updates += 1; return put.apply(this, args) }
  ${deferred ? '' : 'delete window.fetchLater; window.fetchLater = undefined'}
  window.pulse = () => new Promise((done) => { let left = ${UPDATES}; const next = () => left-- ? real(next, 20) : done(); next() })
</script>${tracked ? '<script src="/waypost.js" data-key="phc_bench" data-host=""></script>' : ''}`

const server = createServer((request, response) => {
  if (request.method === 'POST') return response.end('{"status":1}')
  if (request.url === '/waypost.js') return response.end(script)
  const { searchParams } = new URL(request.url, 'http://any')
  response.setHeader('content-type', 'text/html')
  const flags = Object.fromEntries(['deferred', 'tracked'].map((name) => [name, searchParams.has(name)]))
  return response.end(
    page(flags).replace('data-host=""', `data-host="http://127.0.0.1:${server.address().port}"`),
  )
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${server.address().port}/`

const browser = await chromium.launch(chromiumOptions())

/** Main-thread time of so many updates, in microseconds each, and how many there were. */
async function measure(query) {
  const tab = await browser.newPage()
  await tab.goto(url + query)
  const session = await tab.context().newCDPSession(tab)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const task = async () =>
    (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value
  await tab.evaluate(() => window.pulse())
  const before = { task: await task(), updates: await tab.evaluate(() => window.updates) }
  await tab.evaluate(() => window.pulse())
  const after = { task: await task(), updates: await tab.evaluate(() => window.updates) }
  await tab.close()
  return { time: (after.task - before.task) * 1e6, updates: after.updates - before.updates }
}

const variants = { nothing: '', record: '?tracked', 'record and fetchLater': '?tracked&deferred' }
const rows = Object.fromEntries(Object.keys(variants).map((name) => [name, []]))
for (let round = 0; round < ROUNDS; round += 1)
  for (const [name, query] of Object.entries(variants)) rows[name].push(await measure(query))
await browser.close()
server.close()

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1]
const idle = median(rows.nothing.map(({ time }) => time))
const table = [
  `Main-thread time of one update, median of ${ROUNDS} runs, without what the empty page takes meanwhile.`,
  'A visible page is updated every five seconds: 12 times a minute. A hidden one once, when it is hidden.',
  '',
  '| what is kept up to date | µs per update | µs per minute |',
  '|---|--:|--:|',
  ...Object.entries(rows)
    .filter(([name]) => name !== 'nothing')
    .map(([name, runs]) => {
      const each = median(runs.map(({ time, updates }) => (time - idle) / updates))
      return `| ${name} | ${each.toFixed(0)} | ${(each * 12).toFixed(0)} |`
    }),
].join('\n')
console.log(table)
writeFileSync(new URL('upkeep.md', import.meta.url), `${table}\n`)
