// What telemetry costs a server, beside posthog-node: send() in µs, memory with the receiver down, start-up time.
// Build first. node bench/server.mjs [events, default 1000000]
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const DEAD = 'http://127.0.0.1:9'
const properties = { toolId: 't1', toolName: 'Search' }

async function subject(name) {
  if (name === 'posthog-node') {
    const { PostHog } = await import('posthog-node')
    const client = new PostHog('phc_a', { host: DEAD })
    return () => client.capture({ distinctId: 'i', event: 'tool_created', properties })
  }
  const { createTelemetry, flowise, httpSink } = await import('../dist/node.js')
  const telemetry = createTelemetry({
    product: { name: 'bench', version: '1' },
    catalogue: flowise,
    sink: httpSink({ url: DEAD }),
    decide: () => ({ enabled: true, by: 'default', reason: 'on', locked: false }),
    instanceId: async () => 'i',
  })
  return () => telemetry.send('tool_created', properties)
}

const percentile = (sorted, part) => sorted[Math.floor((sorted.length - 1) * part)]

async function measure(name, count) {
  const start = performance.now()
  const send = await subject(name)
  const startMs = performance.now() - start
  console.error = () => {}
  const times = new Float64Array(Math.min(count, 100_000))
  const before = process.memoryUsage().rss
  let most = before
  for (let at = 0; at < count; at++) {
    const from = performance.now()
    send()
    times[at % times.length] = (performance.now() - from) * 1000
    // Requests get their turn, as in a server.
    if (at % 1000 === 999) {
      await new Promise((resolve) => setImmediate(resolve))
      most = Math.max(most, process.memoryUsage().rss)
    }
  }
  times.sort()
  const round = (value) => Math.round(value * 100) / 100
  console.log(
    JSON.stringify({
      name,
      count,
      p50us: round(percentile(times, 0.5)),
      p99us: round(percentile(times, 0.99)),
      addedMB: round((most - before) / 1e6),
      startMs: round(startMs),
    }),
  )
  process.exit()
}

const [, , count = '1000000', only] = process.argv
if (only) await measure(only, Number(count))
else
  for (const name of ['waypost', 'posthog-node'])
    spawnSync(process.execPath, [fileURLToPath(new URL(import.meta.url)), count, name], { stdio: 'inherit' })
