import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Archive } from './archive/types.js'
import { decode } from './decode.js'
import { readSentAt } from './event-times.js'
import { queryValue } from './query.js'
import type { Store } from './store.js'
import type { RequestFacts } from './types.js'
import { validate } from './validate.js'

const MIB = 1024 * 1024

/** Where PostHog's libraries, old and new, send events, with the largest body PostHog takes there. */
const ROUTES = {
  '/e': 2 * MIB,
  '/i/v0/e': 2 * MIB,
  '/capture': 2 * MIB,
  '/track': 2 * MIB,
  '/engage': 2 * MIB,
  '/batch': 20 * MIB,
  '/s': 25 * MIB,
}

/** Anything but a 200 makes posthog-js send the events again, another 2xx included. */
const ACCEPTED = { status: 1 }

/** @param archive where events are kept before they are answered with 200: a sender sends all others again */
export function registerIngestion(
  app: FastifyInstance,
  store: Store,
  archive: Pick<Archive, 'append'>,
  bodyLimit: number | undefined,
): void {
  for (const [url, usualLimit] of Object.entries(ROUTES)) {
    const limit = bodyLimit ?? usualLimit
    app.route({
      method: ['GET', 'POST'],
      url,
      bodyLimit: limit,
      handler: async (request, reply) => {
        await ingest(request, store, archive, limit)
        return reply.send(ACCEPTED)
      },
    })
  }
}

async function ingest(
  request: FastifyRequest,
  store: Store,
  archive: Pick<Archive, 'append'>,
  limit: number,
): Promise<void> {
  const inQuery = queryValue(request, 'data')
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const bytes = inQuery ? Buffer.from(inQuery) : body
  const contentType = request.declaredType
  const { value, encoding, length } = await decode({
    bytes,
    // The content type speaks of the body, not of the query.
    contentType: inQuery ? undefined : contentType,
    contentEncoding: inQuery ? undefined : header(request, 'content-encoding'),
    compression: queryValue(request, 'compression'),
    limit,
  })
  const path = request.url.split('?', 1)[0] ?? request.url
  const accepted = validate(value, path)
  const facts: RequestFacts = {
    path,
    method: request.method === 'GET' ? 'GET' : 'POST',
    contentType: contentType ?? null,
    encoding,
    retryCount: Number(/^\d{1,6}$/.exec(queryValue(request, 'retry_count') ?? '')?.[0] ?? 0),
    origin: header(request, 'origin') ?? null,
    secFetchMode: header(request, 'sec-fetch-mode') ?? null,
    bytes: bytes.length,
  }
  const delivery = {
    token: accepted.token,
    sentAt: readSentAt(accepted.sentAt, queryValue(request, '_') ?? queryValue(request, 'sent_at')),
    events: accepted.events,
    request: facts,
    length,
  }
  const events = store.receive(delivery)
  // Not shown before it is safe: sent again after a failure, it would be a duplicate of nothing.
  await archive.append(events)
  store.publish(events, delivery)
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}
