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
/** `bytes`: Fastify that reads bodies as bytes; `json`: Fastify as it comes, which parses them. */
const KINDS = ['bytes', 'json', 'collector']
const self = fileURLToPath(import.meta.url)

/** A page view as waypost sends it, without an id of its own: so that each is another. */
const eventOf = (visitor) => ({
  event: '$pageview',
  timestamp: new Date(Date.UTC(2026, 0, 2) + visitor * 61_000).toISOString(),
  properties: {
    distinct_id: `019e2c9c-7a80-7003-8003-${String(visitor).padStart(12, '0')}`,
    $device_id: `019e2c9c-7a80-7003-8003-${String(visitor).padStart(12, '0')}`,
    $window_id: `019e2c9c-7a80-7005-8005-${String(visitor).padStart(12, '0')}`,
    $session_id: `019e2c9c-7a80-7004-8004-${String(visitor).padStart(12, '0')}`,
    $process_person_profile: false,
    $lib: 'waypost',
    $current_url: `https://app.example/team/team-${visitor % 97}/members`,
    $host: 'app.example',
    $pathname: `/team/team-${visitor % 97}/members`,
    route_name: 'members',
    route_pattern: '/team/:slug/members',
    title: `Members · Team ${visitor % 97}`,
    $pageview_id: `019e2c9c-7a80-7001-8001-${String(visitor).padStart(12, '0')}`,
    view_number: 2,
    $referrer: '$direct',
    $referring_domain: '$direct',
    navigation_type: 'push',
    from: `/team/team-${visitor % 97}`,
  },
})
/** So many requests are sent in turn, from as many visitors as they hold events. */
const BODIES = 64
const bodiesOf = (count) =>
  Array.from({ length: BODIES }, (_, nth) =>
    JSON.stringify({
      api_key: 'phc_bench',
      batch: Array.from({ length: count }, (_, index) => eventOf(nth * count + index)),
    }),
  )

/** What the child process serves. */
async function serve(kind) {
  if (kind !== 'collector') {
    const { default: fastify } = await import('fastify')
    const app = fastify({ bodyLimit: 20 * 1024 * 1024 })
    if (kind === 'bytes') {
      app.removeAllContentTypeParsers()
      app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    }
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
    url,
    requests: bodiesOf(count).map((body) => ({
      method: 'POST',
      path: '/batch/',
      headers: { 'content-type': 'application/json' },
      body,
    })),
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
  let made = 0
  const events = () =>
    Array.from({ length: count }, () => {
      const { event, timestamp, properties } = eventOf(made % (count * BODIES))
      return {
        token: 'phc_bench',
        uuid: `019e2c9c-7a80-7001-8001-${String((made += 1)).padStart(12, '0')}`,
        event,
        timestamp,
        receivedAt: timestamp,
        sentAt: null,
        distinctId: properties.distinct_id,
        properties,
      }
    })
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
    for (const kind of KINDS) {
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

/** Memory while ever more arrives, and how long it takes until all of it can be asked for. */
async function fill(events) {
  const server = await start('collector')
  const points = []
  const began = performance.now()
  const secondsSince = (time) => (performance.now() - time) / 1_000
  for (let sent = 0; sent < events;) {
    const { requests } = await load(server.url, 100, 20)
    sent += requests * 100 * 20
    points.push({ sent: Math.round(sent), memory: await server.memory() })
    console.log(JSON.stringify(points.at(-1)))
  }
  const seconds = secondsSince(began)
  const asked = performance.now()
  const answer = await fetch(`${server.url}/api/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sql: 'SELECT count(*) AS events FROM events' }),
  })
  const { rows } = await answer.json()
  const archive = await (await fetch(`${server.url}/api/archive`)).json()
  const found = { points, seconds, until: secondsSince(asked), events: rows[0].events, bytes: archive.bytes }
  console.log(JSON.stringify({ ...found, archive }))
  await server.stop()
  return found
}

const number = (value) => Math.round(value).toLocaleString('en')
function table(rows, filled) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  const of = (a, b) => `${Math.round((a / b) * 100)} %`
  const head = [
    'events per request',
    'Fastify, bytes',
    'Fastify, JSON',
    'collector, requests/s',
    'of bytes',
    'of JSON',
    'collector, events/s',
    'p50, ms',
    'p99, ms',
    'store alone, events/s',
  ]
  return [
    `Events that are safe on disk when they are answered, on two cores that the sender shares; ${CONNECTIONS} connections, ${values.seconds} s each.`,
    'Fastify answers 200 and does nothing else: once with bodies that it reads as bytes, once as it comes, with bodies that it parses.',
    'The store alone is called in its own process, without HTTP. `node bench/collector.mjs`',
    '',
    line(head),
    line(head.map((_, index) => (index ? '--:' : '---'))),
    ...rows.map(({ count, bytes, json, collector, store }) =>
      line([
        count,
        number(bytes.requests),
        number(json.requests),
        number(collector.requests),
        of(collector.requests, bytes.requests),
        of(collector.requests, json.requests),
        number(collector.requests * count),
        collector.p50,
        collector.p99,
        number(store * count),
      ]),
    ),
    '',
    ...(filled ? filledLines(filled) : []),
  ].join('\n')
}

function filledLines({ points, seconds, until, events, bytes }) {
  const most = Math.max(...points.map(({ memory }) => memory))
  return [
    `${number(events)} events in ${number(seconds)} s, 100 per request: ${number(events / (seconds + until))} events/s until all of them could be asked for,`,
    `${until.toFixed(1)} s after the last was answered. Memory of the process: ${number(points[0].memory / 1e6)} MB after the first 20 s, ${number(most / 1e6)} MB at most,`,
    `${number(points.at(-1).memory / 1e6)} MB at the end. On disk: ${(bytes / 1e9).toFixed(1)} GB.`,
  ]
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
