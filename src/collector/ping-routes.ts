import type { FastifyInstance } from 'fastify'
import type { OpenArchive } from './archive/open-archive.js'
import { decode } from './decode.js'
import { Refusal } from './errors.js'
import { excerpt, isObject } from './json.js'
import { createAddressHash } from './ping-hash.js'
import type { Pings } from './pings.js'
import { refuseForeignHosts } from './read-routes.js'

/** A report is some numbers. What is larger is none. */
const LIMIT = 64 * 1024

/** Where installs report how they are: once after the start, then once a day. */
export function registerPings(
  app: FastifyInstance,
  pings: Pings,
  archive: Pick<OpenArchive, 'appendPing'>,
  now: () => number,
): void {
  const hash = createAddressHash(now)

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
    const received = new Date(now()).toISOString()
    const ping = { received, ip_hash: hash(request.ip), body: value }
    const id = header(request.headers['idempotency-key'])
    await archive.appendPing(ping, id)
    pings.add(ping, id)
    return reply.send({ status: 1 })
  })

  app.get('/api/pings', { onRequest: refuseForeignHosts }, (_request, reply) =>
    reply.header('cache-control', 'no-store').send(pings.all()),
  )
}

const header = (value: string | string[] | undefined) => (typeof value === 'string' ? value : undefined)
