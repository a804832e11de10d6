// Builds everything and runs the demo against the local collector.
import { fileURLToPath } from 'node:url'
import { run } from './run.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
run('build', process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] })

const { createCollector } = await import('waypost/collector')
const { createDemoServer } = await import('../demo/server.mjs')
const { createProductServer } = await import('../demo/server/server.mjs')

/** The usual port, or any other where that one is taken. */
const onPort = (start, port) => start(port).catch(() => start(0))

const collector = await onPort((port) => createCollector({ port }), 8765)
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
  What arrives, live  ${collector.url}

  Open them side by side and click around. Ctrl+C stops them.
`)

let stopping = false
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    // A second Ctrl+C is meant.
    if (stopping) process.exit(1)
    stopping = true
    await Promise.allSettled([demo.close(), product.close(1_000)])
    await collector.close()
    process.exit(0)
  })
}
