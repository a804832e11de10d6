import type { FastifyInstance } from 'fastify'
import type { OpenArchive } from './archive/open-archive.js'
import { decode } from './decode.js'
import { Refusal } from './errors.js'
import { excerpt, isObject } from './json.js'
import { departures } from './flowforge-report.js'
import type { Departures } from './flowforge-report.js'
import type { PingSchema } from './gate/options.js'
import type { Pings } from './pings.js'
import { refuseForeignHosts } from './read-routes.js'

/** A report is some numbers. What is larger is none. */
const LIMIT = 64 * 1024
const LONGEST_KEY = 200

/** Where installs report how they are: once after the start, then once a day. */
export function registerPings(
  app: FastifyInstance,
  pings: Pings,
  archive: Pick<OpenArchive, 'appendPing'>,
  schema: PingSchema,
  hash: (address: string) => string,
  now: () => number,
): void {
  app.post('/ping', { bodyLimit: LIMIT }, async (request, reply) => {
    const { value } = await decode({
      bytes: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      contentType: request.declaredType,
      contentEncoding: header(request.headers['content-encoding']),
      compression: undefined,
      limit: LIMIT,
    })
    if (!isObject(value))
      throw new Refusal(
        400,
        'invalid_shape',
        `A report is a JSON object; this is ${excerpt(value)}. Send one such as {"instanceId":"…"}.`,
      )
    const { unknown, wrong } = departures(value)
    if (schema === 'flowforge') refuseDepartures(unknown, wrong)
    const id = header(request.headers['idempotency-key'])
    if (id !== undefined && id.length > LONGEST_KEY) {
      const message = `Idempotency-Key has ${id.length} characters: ${LONGEST_KEY} at most.`
      throw new Refusal(400, 'invalid_field', message, 'Idempotency-Key')
    }
    const received = new Date(now()).toISOString()
    const ping = {
      received,
      ip_hash: hash(request.ip),
      body: value,
      ...(unknown.length > 0 && { unknown }),
    }
    await archive.appendPing(ping, id)
    pings.add(ping, id)
    return reply.send({ status: 1, ...(unknown.length > 0 && { unknown }) })
  })

  app.get('/api/pings', { onRequest: refuseForeignHosts }, (_request, reply) =>
    reply.header('cache-control', 'no-store').send(pings.all()),
  )
}

function refuseDepartures(unknown: readonly string[], wrong: Departures['wrong']): void {
  if (unknown.length > 0) {
    throw new Refusal(
      400,
      'unknown_field',
      `The documented report has no ${unknown.join(', ')}: leave it out, or start the collector with --ping-schema any.`,
      unknown[0],
    )
  }
  const [first] = wrong
  if (first) {
    throw new Refusal(
      400,
      'invalid_field',
      `${first.field} of the report must be ${first.must}.`,
      first.field,
    )
  }
}

const header = (value: string | string[] | undefined) => (typeof value === 'string' ? value : undefined)
