import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isLoopback } from './cors.js'
import { Refusal } from './errors.js'
import type { EventStreams } from './event-stream.js'
import { queryNumber, queryValue } from './query.js'
import type { Store } from './store.js'
import type { EventFilter } from './types.js'

/** Reading and clearing what was collected. */
export function registerReading(app: FastifyInstance, store: Store, streams: EventStreams): void {
  app.get('/health', (_request, reply) => reply.send({ status: 'ok' }))

  app.get('/events', { onRequest: refuseForeignHosts }, (request, reply) =>
    reply.header('cache-control', 'no-store').send(store.read(readFilter(request))),
  )

  app.delete('/events', { onRequest: refuseForeignHosts }, (request, reply) => {
    store.clear(queryValue(request, 'token'))
    return reply.send({ status: 1 })
  })

  app.get('/events/stream', { onRequest: refuseForeignHosts }, (request, reply) => {
    const filter = readFilter(request)
    const resumeAt = /^\d{1,15}$/.exec(String(request.headers['last-event-id'] ?? ''))?.[0]
    return reply
      .headers({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // Proxies such as nginx hold a response back otherwise.
        'x-accel-buffering': 'no',
      })
      .send(streams.open(resumeAt === undefined ? filter : { ...filter, after: Number(resumeAt) }))
  })
}

function readFilter(request: FastifyRequest): EventFilter {
  const token = queryValue(request, 'token')
  const event = queryValue(request, 'event')
  const after = queryNumber(request, 'after')
  const limit = queryNumber(request, 'limit')
  return {
    ...(token !== undefined && { token }),
    ...(event !== undefined && { event }),
    ...(after !== undefined && { after }),
    ...(limit !== undefined && { limit }),
  }
}

/**
 * On a loopback address only a loopback name can be meant. Any other `Host` is a site whose name
 * was pointed at this machine to read what CORS would keep from it (DNS rebinding).
 */
export function refuseForeignHosts(
  request: FastifyRequest,
  _reply: unknown,
  next: (error?: Error) => void,
): void {
  const address = request.socket.localAddress?.replace(/^::ffff:/, '') ?? ''
  const reachedByLoopback = isLoopback(address.includes(':') ? `[${address}]` : address)
  const name = (request.headers.host ?? '').replace(/:\d+$/, '')
  // Who has shown the token may come by any name: through a proxy on this machine, for one.
  if (reachedByLoopback && !isLoopback(name) && !request.isReader) {
    const message =
      'Collected events are read under localhost or a loopback address, not under another host name.'
    next(new Refusal(403, 'forbidden_host', message))
  } else next()
}
