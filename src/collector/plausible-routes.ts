import type { FastifyInstance } from 'fastify'
import { decode } from './decode.js'
import type { IngestRules } from './gate/ingest-rules.js'
import { acceptedPlausible, readPlausible } from './plausible-event.js'
import { bodyOf, header, requestFacts } from './request-facts.js'
import type { Take } from './take.js'

/** One event of some fields. */
const LIMIT = 64 * 1024

/** Plausible's ingestion: its trackers deliver here unchanged, the domain being the project key. */
export function registerPlausible(
  app: FastifyInstance,
  take: Take,
  rules: IngestRules,
  hash: (address: string) => string,
): void {
  app.post('/api/event', { bodyLimit: LIMIT }, async (request, reply) => {
    const bytes = bodyOf(request)
    const { value, encoding, length } = await decode({
      bytes,
      contentType: request.declaredType,
      contentEncoding: header(request, 'content-encoding'),
      limit: LIMIT,
    })
    const read = readPlausible(value)
    for (const token of read.domains) rules.check({ token, events: [read] })
    for (const token of read.domains) {
      // Who it is, for a day and for one site: Plausible's rule. The hash is all that is left of address and browser.
      const visitor = hash(JSON.stringify([request.ip, header(request, 'user-agent') ?? '', token]))
      await take({
        token,
        sentAt: null,
        events: [acceptedPlausible(read, visitor)],
        request: requestFacts(request, encoding, bytes.length),
        length,
      })
    }
    return reply.code(202).type('text/plain; charset=utf-8').send('ok')
  })
}
