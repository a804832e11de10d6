// Builds everything and runs the demo against the local collector. `npm start -- --empty`: without made-up visitors.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { run } from './run.mjs'
import { SAMPLE_KEY, createVisitors } from './visitors.mjs'

const { values } = parseArgs({ options: { empty: { type: 'boolean', default: false } } })

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
run('build', process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] })

const { createCollector } = await import('waypost/collector')
const { createDemoServer } = await import('../demo/server.mjs')
const { createProductServer } = await import('../demo/server/server.mjs')

/** The usual port, or any other where that one is taken. */
const onPort = (start, port) => start(port).catch(() => start(0))

/** While the past is made up the collector lives in it. */
let clock
const now = () => clock ?? Date.now()
const collector = await onPort((port) => createCollector({ port, now }), 8765)
const stopVisitors = new AbortController()
if (!values.empty) {
  const visitors = createVisitors({ url: collector.url })
  await visitors.past({ visits: 420, installs: 14, setClock: (at) => (clock = at) })
  clock = undefined
  void visitors.live(stopVisitors.signal)
}
const demo = await onPort((port) => createDemoServer({ port, collectorUrl: collector.url }), 8766)
// What is sent arrives soon enough to watch.
const haste = { heartbeat: { askAgain: 5_000 }, interval: 3_000 }
const product = await onPort(
  (port) => createProductServer({ port, collectorUrl: collector.url, ...haste }),
  8767,
)

console.log(`
  The demo            ${demo.url}
  Rill server         ${product.url}  a product that people host themselves
  The dashboard       ${collector.url}  what arrives; live: ${collector.url}/live

  Open them side by side and click around. Ctrl+C stops them.${
    values.empty
      ? ''
      : `
  Made-up visitors are under ${SAMPLE_KEY}; choose another project to see your own, or start without: npm start -- --empty`
  }
`)

let stopping = false
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    // A second Ctrl+C is meant.
    if (stopping) process.exit(1)
    stopping = true
    stopVisitors.abort()
    await Promise.allSettled([demo.close(), product.close(1_000)])
    await collector.close()
    process.exit(0)
  })
}
