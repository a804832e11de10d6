// How many events a second the collector makes safe, beside the bare HTTP framework and the store alone; memory after many.
// Build first. node bench/collector.mjs [--seconds 10] [--events 10000000] [--write]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import { format } from 'prettier'
import { build } from 'vite'

const { values } = parseArgs({
  options: {
    serve: { type: 'string' },
    seconds: { type: 'string', default: '10' },
    events: { type: 'string', default: '0' },
    write: { type: 'boolean', default: false },
  },
})
const CONNECTIONS = 32
const SIZES = [1, 10, 100]
const self = fileURLToPath(import.meta.url)

/** A page view as waypost sends it, without an id of its own: so that each is another. */
const event = {
  event: '$pageview',
  timestamp: '2026-01-02T03:04:05.678Z',
  properties: {
    distinct_id: '019e2c9c-7a80-7003-8003-000000000003',
    $device_id: '019e2c9c-7a80-7003-8003-000000000003',
    $window_id: '019e2c9c-7a80-7005-8005-000000000005',
    $session_id: '019e2c9c-7a80-7004-8004-000000000004',
    $process_person_profile: false,
    $lib: 'waypost',
    $current_url: 'https://app.example/team/atlas/members',
    $host: 'app.example',
    $pathname: '/team/atlas/members',
    route_name: 'members',
    route_pattern: '/team/:slug/members',
    title: 'Members · Atlas',
    $pageview_id: '019e2c9c-7a80-7001-8001-000000000001',
    view_number: 2,
    $referrer: '$direct',
    $referring_domain: '$direct',
    navigation_type: 'push',
    from: '/team/atlas',
  },
}
const bodyOf = (count) =>
  JSON.stringify({ api_key: 'phc_bench', batch: Array.from({ length: count }, () => event) })

/** What the child process serves. */
async function serve(kind) {
  if (kind === 'bare') {
    const { default: fastify } = await import('fastify')
    const app = fastify()
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    app.post('/batch/', (_request, reply) => reply.send({ status: 1 }))
    return app.listen({ port: 0, host: '127.0.0.1' })
  }
  const { createCollector } = await import('waypost/collector')
  const data = await mkdtemp(path.join(tmpdir(), 'waypost-bench-'))
  process.on('SIGTERM', async () => {
    await rm(data, { recursive: true, force: true })
    process.exit()
  })
  return (await createCollector({ port: 0, data })).url
}

async function start(kind) {
  const child = spawn(process.execPath, [self, '--serve', kind], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [url] = await once(child.stdout, 'data')
  return {
    url: String(url).trim(),
    /** Bytes that the process holds now. */
    memory: async () =>
      Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))[1]) * 1024,
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

async function load(url, count, seconds) {
  const result = await autocannon({
    url: `${url}/batch/`,
    method: 'POST',
    body: bodyOf(count),
    headers: { 'content-type': 'application/json' },
    connections: CONNECTIONS,
    duration: seconds,
  })
  if (result.non2xx || result.errors) throw new Error(`${result.non2xx} refused, ${result.errors} failed`)
  const { p50, p99 } = result.latency
  return { requests: result.requests.total / result.duration, p50, p99 }
}

/** The archive as a module of its own, inside the project so that it finds DuckDB. */
async function bundledArchive() {
  const outDir = path.resolve('node_modules/.cache/waypost-bench')
  const ssr = path.resolve('src/collector/archive/open-archive.ts')
  await build({ configFile: false, logLevel: 'silent', build: { ssr, outDir, emptyOutDir: true } })
  return import(`${outDir}/open-archive.js`)
}

/** The store alone, by whoever calls it in the same process: as many at once as there are connections. */
async function loadStore(count, seconds) {
  const { openArchive } = await bundledArchive()
  const folder = await mkdtemp(path.join(tmpdir(), 'waypost-bench-'))
  const archive = await openArchive({ folder })
  const { timestamp, properties } = event
  let made = 0
  const events = () =>
    Array.from({ length: count }, () => ({
      token: 'phc_bench',
      uuid: `019e2c9c-7a80-7001-8001-${String((made += 1)).padStart(12, '0')}`,
      event: event.event,
      timestamp,
      receivedAt: timestamp,
      sentAt: null,
      distinctId: properties.distinct_id,
      properties,
    }))
  const end = performance.now() + seconds * 1_000
  const work = async () => {
    let done = 0
    for (; performance.now() < end; done += 1) await archive.append(events())
    return done
  }
  const done = await Promise.all(Array.from({ length: CONNECTIONS }, work))
  await archive.close()
  await rm(folder, { recursive: true, force: true })
  return done.reduce((sum, one) => sum + one, 0) / seconds
}

async function compare(seconds) {
  const rows = []
  for (const count of SIZES) {
    const found = {}
    for (const kind of ['bare', 'collector']) {
      const server = await start(kind)
      await load(server.url, count, 2)
      found[kind] = await load(server.url, count, seconds)
      found[kind].memory = await server.memory()
      await server.stop()
    }
    rows.push({ count, ...found, store: await loadStore(count, seconds) })
    console.log(JSON.stringify(rows.at(-1)))
  }
  return rows
}

/** Memory while ever more arrives. */
async function fill(events) {
  const server = await start('collector')
  const points = []
  const began = performance.now()
  for (let sent = 0; sent < events;) {
    const { requests } = await load(server.url, 100, 20)
    sent += requests * 100 * 20
    points.push({ sent: Math.round(sent), memory: await server.memory() })
    console.log(JSON.stringify(points.at(-1)))
  }
  const seconds = (performance.now() - began) / 1_000
  await server.stop()
  return { points, seconds }
}

const number = (value) => Math.round(value).toLocaleString('en')
function table(rows, filled) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  const head = [
    'events per request',
    'bare framework, requests/s',
    'collector, requests/s',
    '',
    'collector, events/s',
    'p50, ms',
    'p99, ms',
    'store alone, events/s',
  ]
  return [
    `Events that are safe on disk when they are answered, on two cores that the sender shares; ${CONNECTIONS} connections. The bare framework is`,
    'Fastify: it reads the body as bytes, and answers. The store alone is called in its own process, without HTTP.',
    '',
    line(head),
    line(head.map((_, index) => (index ? '--:' : '---'))),
    ...rows.map(({ count, bare, collector, store }) =>
      line([
        count,
        number(bare.requests),
        number(collector.requests),
        `${Math.round((collector.requests / bare.requests) * 100)} %`,
        number(collector.requests * count),
        collector.p50,
        collector.p99,
        number(store * count),
      ]),
    ),
    '',
    ...(filled
      ? [
          `Memory of the process after ${number(filled.points.at(-1).sent)} events in ${number(filled.seconds)} s: ${number(filled.points.at(-1).memory / 1e6)} MB;`,
          `at most ${number(Math.max(...filled.points.map(({ memory }) => memory)) / 1e6)} MB.`,
        ]
      : []),
  ].join('\n')
}

if (values.serve) {
  console.log(await serve(values.serve))
} else {
  const rows = await compare(Number(values.seconds))
  const filled = Number(values.events) ? await fill(Number(values.events)) : undefined
  const text = await format(table(rows, filled), { parser: 'markdown', printWidth: 160 })
  console.log(text)
  if (values.write) await writeFile('bench/collector.md', text)
}
