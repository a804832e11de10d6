import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { createAddressHash } from './address-hash.js'
import { openArchive } from './archive/open-archive.js'
import type { ArchivedEvent } from './archive/types.js'
import { registerExport } from './archive/export-route.js'
import { registerQuery } from './archive/query-route.js'
import { callListener } from './call-listener.js'
import { createDailyKey } from './daily-key.js'
import { registerCaptureV1 } from './capture-v1-routes.js'
import { createEventStreams } from './event-stream.js'
import { openForwarding, readForwardAddress, registerNoForwarding } from './forward/forwarding.js'
import type { Forwarding } from './forward/forwarding.js'
import { registerGate } from './gate/register-gate.js'
import { createIngestRules } from './gate/ingest-rules.js'
import { registerMetrics } from './gate/metrics.js'
import { resolveGate } from './gate/options.js'
import { watchConnections } from './gate/waiting-connections.js'
import { registerIngestion } from './ingest-routes.js'
import { registerPage } from './page-routes.js'
import { registerPanels } from './panels/panels-routes.js'
import { registerPings } from './ping-routes.js'
import { createPings } from './pings.js'
import { registerPlausible } from './plausible-routes.js'
import { registerPosthogAnswers } from './posthog-routes.js'
import { registerReading } from './read-routes.js'
import { createServer } from './server.js'
import { createStore } from './store.js'
import { createTake } from './take.js'
import type { Collector, CollectorOptions } from './types.js'

/** How long requests under way may take to end once the collector is closing. */
const CLOSE_GRACE_MS = 5_000
/** Reports that are kept; the oldest go first. */
const MOST_PINGS = 10_000

/**
 * Starts a local stand-in for PostHog's ingestion: its libraries deliver to it unchanged, and what
 * they delivered can be read, streamed and watched. Events live in memory, or in the folder {@link CollectorOptions.data}.
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
    spoolBytes = 1024 ** 3,
    now = Date.now,
  } = options
  const { dashboard = new URL('./dashboard/', import.meta.url) } = options
  requireInteger('port', port, 0, 65_535)
  requireInteger('maxEvents', maxEvents, 1)
  requireInteger('maxBytes', maxBytes, 1)
  if (bodyLimit !== undefined) requireInteger('bodyLimit', bodyLimit, 1)
  requireInteger('spoolBytes', spoolBytes, 1)
  checkRetention(options.retention)

  const gate = resolveGate(options, host)
  const rules = createIngestRules(gate.keys, gate.maxBatch)
  const store = createStore({ maxEvents, maxBytes, now })
  const pings = createPings(MOST_PINGS)
  const streams = createEventStreams(store, randomUUID())
  const forward = options.forward === undefined ? undefined : readForwardAddress(options.forward)
  if (forward !== undefined && options.data === undefined)
    throw new RangeError('createCollector: forward needs data. Give a folder: what waits is kept in it.')
  let forwarding: Forwarding | undefined
  const archive = await openArchive({
    folder: options.data,
    retention: options.retention,
    // Until it is known how far it had come, all of the journal may be needed.
    keepUntil: () => forwarding?.keepUntil() ?? (forward === undefined ? Infinity : 0),
  })
  const app = await createServer(gate)
  await registerGate(app, gate, Date.now)
  if (forward !== undefined && options.data !== undefined) {
    const { data: folder } = options
    const { journal } = archive
    forwarding = await openForwarding(app, { to: forward, folder, journal, spoolBytes })
  } else {
    registerPosthogAnswers(app)
    registerNoForwarding(app)
  }
  const take = createTake(store, keep)
  registerIngestion(app, take, rules, bodyLimit)
  registerCaptureV1(app, take, rules, bodyLimit)
  const dailyKey = createDailyKey(now, options.data)
  const expiring = setInterval(dailyKey.expire, 60_000).unref()
  app.addHook('onClose', async () => clearInterval(expiring))
  const hash = createAddressHash(dailyKey)
  registerPlausible(app, take, rules, hash)
  registerPings(app, pings, archive, gate.pingSchema, hash, now)
  registerMetrics(app, store, () => streams.count, forwarding?.status)
  registerReading(app, store, streams)
  registerQuery(app, archive)
  registerExport(app, archive)
  registerPanels(app, archive)
  registerPage(app, typeof dashboard === 'string' ? dashboard : fileURLToPath(dashboard))
  app.addHook('preClose', (done) => {
    streams.close()
    done()
  })

  // The list and the questions tell of the same events; a folder keeps what it has, whatever the list shows.
  if (options.data === undefined)
    store.subscribe((change) => {
      if (change.kind === 'cleared') void archive.forget(change.token).catch(() => undefined)
    })

  async function keep(events: readonly ArchivedEvent[]): Promise<void> {
    await forwarding?.makeSureOfRoom()
    await archive.append(events)
    forwarding?.appended()
  }

  async function closeStores(): Promise<void> {
    await forwarding?.close()
    await archive.close()
  }

  const closeWaiting = watchConnections(app.server)
  const url = await listen(app, host, port).catch(async (error: unknown) => {
    await closeStores()
    throw error
  })
  let closed: Promise<void> | undefined

  return {
    url,
    events: (filter = {}) => [...store.read(filter).events],
    forwarding: () => forwarding?.status(),
    pings: () => [...pings.all()],
    clear(token) {
      store.clear(token)
      if (token === undefined) pings.clear()
    },
    subscribe: (listener) =>
      store.subscribe((change) => {
        if (change.kind === 'added') for (const event of change.events) callListener(listener, event)
      }),
    close: () => (closed ??= close(app, closeWaiting).finally(closeStores)),
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

function checkRetention(retention: CollectorOptions['retention'] = {}): void {
  for (const name of ['days', 'bytes', 'events'] as const) {
    const value = retention[name]
    if (value !== undefined) requireInteger(`retention.${name}`, value, 1)
  }
}

function requireInteger(name: string, value: number, min: number, max = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return
  const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `from ${min} to ${max}`
  throw new RangeError(`createCollector: ${name} is ${String(value)}, it must be a whole number, ${range}.`)
}
