import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { callListener } from './call-listener.js'
import { registerCaptureV1 } from './capture-v1-routes.js'
import { createEventStreams } from './event-stream.js'
import { registerGate } from './gate/register-gate.js'
import { createIngestRules } from './gate/ingest-rules.js'
import { registerMetrics } from './gate/metrics.js'
import { resolveGate } from './gate/options.js'
import { watchConnections } from './gate/waiting-connections.js'
import { registerIngestion } from './ingest-routes.js'
import { registerPage } from './page-routes.js'
import { registerPings } from './ping-routes.js'
import { createPings } from './pings.js'
import { registerPlausible } from './plausible-routes.js'
import { registerPosthogAnswers } from './posthog-routes.js'
import { registerReading } from './read-routes.js'
import { createServer } from './server.js'
import { createStore } from './store.js'
import type { Collector, CollectorOptions } from './types.js'

/** How long requests under way may take to end once the collector is closing. */
const CLOSE_GRACE_MS = 5_000
/** Reports that are kept; the oldest go first. */
const MOST_PINGS = 10_000

/**
 * Starts a local stand-in for PostHog's ingestion: its libraries deliver to it unchanged, and what
 * they delivered can be read, streamed and watched. Events live in memory only.
 *
 * @example
 * ```ts
 * const collector = await createCollector({ port: 0 })
 * posthog.init('phc_test', { api_host: collector.url })
 * // …
 * collector.events({ event: '$pageview' })
 * await collector.close()
 * ```
 */
export async function createCollector(options: CollectorOptions = {}): Promise<Collector> {
  const {
    port = 8765,
    host = '127.0.0.1',
    bodyLimit,
    maxEvents = 10_000,
    maxBytes = 256 * 1024 * 1024,
  } = options
  const { dashboard = new URL('./dashboard/', import.meta.url) } = options
  requireInteger('port', port, 0, 65_535)
  requireInteger('maxEvents', maxEvents, 1)
  requireInteger('maxBytes', maxBytes, 1)
  if (bodyLimit !== undefined) requireInteger('bodyLimit', bodyLimit, 1)

  const gate = resolveGate(options, host)
  const rules = createIngestRules(gate.keys, gate.maxBatch)
  const store = createStore({ maxEvents, maxBytes, now: Date.now })
  const pings = createPings(MOST_PINGS)
  const streams = createEventStreams(store, randomUUID())
  const app = await createServer(gate)
  await registerGate(app, gate, Date.now)
  registerIngestion(app, store, rules, bodyLimit)
  registerCaptureV1(app, store, rules, bodyLimit)
  registerPlausible(app, store, rules, Date.now)
  registerPings(app, pings, gate.pingSchema, Date.now)
  registerMetrics(app, store, () => streams.count)
  registerPosthogAnswers(app)
  registerReading(app, store, streams)
  registerPage(app, typeof dashboard === 'string' ? dashboard : fileURLToPath(dashboard))
  app.addHook('preClose', (done) => {
    streams.close()
    done()
  })

  const closeWaiting = watchConnections(app.server)
  const url = await listen(app, host, port)
  let closed: Promise<void> | undefined

  return {
    url,
    events: (filter = {}) => [...store.read(filter).events],
    pings: () => [...pings.all()],
    clear(token) {
      store.clear(token)
      if (token === undefined) pings.clear()
    },
    subscribe: (listener) =>
      store.subscribe((change) => {
        if (change.kind === 'added') for (const event of change.events) callListener(listener, event)
      }),
    close: () => (closed ??= close(app, closeWaiting)),
  }
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    await app.close()
    throw new Error(startFailure(error, host, port), { cause: error })
  }
  const address = app.server.address()
  const actual = typeof address === 'object' && address !== null ? address.port : port
  // A wildcard address is for listening; nobody can be sent there.
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${actual}`
}

function startFailure(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is already in use: stop the program that holds it, or choose another port (0 takes any free one).`
  }
  if (code === 'EACCES') return `Port ${port} needs more rights: choose a port above 1023.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `${host} is not an address of this machine: use 127.0.0.1, or 0.0.0.0 to let the network in.`
  }
  return `The collector cannot listen on ${host}:${port}: ${error instanceof Error ? error.message : String(error)}`
}

async function close(app: FastifyInstance, closeWaiting: () => void): Promise<void> {
  const grace = setTimeout(() => app.server.closeAllConnections(), CLOSE_GRACE_MS)
  // Node looks once, at the beginning: a connection whose last answer ends later would be waited for.
  const idle = setInterval(closeWaiting, 20)
  try {
    await app.close()
  } finally {
    clearInterval(idle)
    clearTimeout(grace)
  }
}

function requireInteger(name: string, value: number, min: number, max = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return
  const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `from ${min} to ${max}`
  throw new RangeError(`createCollector: ${name} is ${String(value)}, it must be a whole number, ${range}.`)
}
