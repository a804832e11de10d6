import type { FastifyInstance } from 'fastify'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { OpenMetricsContentType } from 'prom-client'
import { toRefusal } from '../errors.js'
import { addForwardingMetrics } from '../forward/metrics.js'
import type { ForwardingStatus } from '../forward/status.js'
import { refuseForeignHosts } from '../read-routes.js'
import type { Store } from '../store.js'
import { addProcessMetrics } from './process-metrics.js'
import { routeOf } from './request-log.js'

/** What happens in the collector, in numbers. Labels are routes, codes and statuses: never anything that was sent. */
export function registerMetrics(
  app: FastifyInstance,
  store: Store,
  openStreams: () => number,
  forwarding?: () => Promise<ForwardingStatus>,
): void {
  // A registry of its own: two collectors in one process do not count for each other.
  const registry = new Registry<OpenMetricsContentType>()
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE)
  const registers = [registry]

  const requests = new Counter({
    name: 'waypost_requests_total',
    help: 'Requests answered.',
    labelNames: ['route', 'status'],
    registers,
  })
  const durations = new Histogram({
    name: 'waypost_request_duration_seconds',
    help: 'From the arrival of the headers to the end of the answer; streams excepted.',
    labelNames: ['route'],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10],
    registers,
  })
  const refused = new Counter({
    name: 'waypost_refused_total',
    help: 'Requests refused, by the code in the answer.',
    labelNames: ['code'],
    registers,
  })
  const events = new Counter({
    name: 'waypost_events_accepted_total',
    help: 'Events taken, those that came again included.',
    registers,
  })
  const duplicates = new Counter({
    name: 'waypost_events_duplicate_total',
    help: 'Events whose uuid their project had sent before.',
    registers,
  })
  const bytes = new Counter({
    name: 'waypost_event_bytes_total',
    help: 'Bytes of accepted requests as they travelled.',
    registers,
  })
  new Gauge({
    name: 'waypost_open_streams',
    help: 'Readers of /events/stream.',
    registers,
    collect() {
      this.set(openStreams())
    },
  })
  const dropped = new Counter({
    name: 'waypost_connections_dropped_total',
    help: 'Connections closed at once because there were too many.',
    registers,
  })
  addProcessMetrics(registers)
  if (forwarding) addForwardingMetrics(registers, forwarding)

  app.server.on('drop', () => dropped.inc())
  const stop = store.subscribe((change) => {
    if (change.kind !== 'added') return
    events.inc(change.events.length)
    duplicates.inc(change.events.filter(({ duplicate }) => duplicate).length)
    bytes.inc(change.events[0]?.request.bytes ?? 0)
  })
  app.addHook('onClose', (_app, done) => {
    stop()
    done()
  })
  app.addHook('onError', (_request, _reply, error, done) => {
    refused.inc({ code: toRefusal(error).code })
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request)
    requests.inc({ route, status: String(reply.statusCode) })
    if (!String(reply.getHeader('content-type')).startsWith('text/event-stream')) {
      durations.observe({ route }, reply.elapsedTime / 1000)
    }
    done()
  })

  app.get('/metrics', { onRequest: refuseForeignHosts }, async (_request, reply) => {
    const text = await registry.metrics()
    return reply.type(registry.contentType).header('cache-control', 'no-store').send(text)
  })
}
