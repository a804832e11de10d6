import type { FastifyInstance, FastifyRequest } from 'fastify'
import { decode } from './decode.js'
import { readSentAt } from './event-times.js'
import type { IngestRules } from './gate/ingest-rules.js'
import { queryValue } from './query.js'
import { bodyOf, header, pathOf, requestFacts } from './request-facts.js'
import type { Take } from './take.js'
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

export function registerIngestion(
  app: FastifyInstance,
  take: Take,
  rules: IngestRules,
  bodyLimit: number | undefined,
): void {
  for (const [url, usualLimit] of Object.entries(ROUTES)) {
    const limit = bodyLimit ?? usualLimit
    app.route({
      method: ['GET', 'POST'],
      url,
      bodyLimit: limit,
      handler: async (request, reply) => {
        await ingest(request, take, rules, limit)
        return reply.send(ACCEPTED)
      },
    })
  }
}

async function ingest(request: FastifyRequest, take: Take, rules: IngestRules, limit: number): Promise<void> {
  const inQuery = queryValue(request, 'data')
  const bytes = inQuery ? Buffer.from(inQuery) : bodyOf(request)
  const { value, encoding, length } = await decode({
    bytes,
    // The content type speaks of the body, not of the query.
    contentType: inQuery ? undefined : request.declaredType,
    contentEncoding: inQuery ? undefined : header(request, 'content-encoding'),
    compression: queryValue(request, 'compression'),
    limit,
  })
  const accepted = validate(value, pathOf(request))
  rules.check(accepted)
  await take({
    token: accepted.token,
    sentAt: readSentAt(accepted.sentAt, queryValue(request, '_') ?? queryValue(request, 'sent_at')),
    events: accepted.events,
    request: requestFacts(request, encoding, bytes.length),
    length,
  })
}
