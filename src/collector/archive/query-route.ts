import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isLoopbackOrigin } from '../cors.js'
import { Refusal } from '../errors.js'
import { excerpt, isObject, parseJson } from '../json.js'
import { refuseForeignHosts } from '../read-routes.js'
import type { Archive } from './types.js'

const LIMIT = 64 * 1024
const USUAL_ROWS = 1_000
const MOST_ROWS = 10_000
const MILLISECONDS = 10_000

/** `POST /api/query` answers one SELECT of the operator's; `GET /api/archive` says where events are, and how many. */
export function registerQuery(app: FastifyInstance, archive: Archive): void {
  const onRequest = [refuseForeignHosts, refuseForeignPages]
  app.post('/api/query', { onRequest, bodyLimit: LIMIT }, async (request, reply) => {
    const { sql, rows } = readQuestion(request.body)
    // A disk that is full keeps new events out of the answers, not the old ones; GET /api/archive tells of it.
    await archive.refresh().catch(() => undefined)
    const answer = await archive.ask(sql, { rows, milliseconds: MILLISECONDS })
    return reply.header('cache-control', 'no-store').send(answer)
  })

  app.get('/api/archive', { onRequest }, (_request, reply) =>
    reply.header('cache-control', 'no-store').send(archive.status()),
  )
}

function readQuestion(body: unknown): { sql: string; rows: number } {
  const text = Buffer.isBuffer(body) ? body.toString('utf8') : ''
  const value = text === '' ? undefined : parseJson(text)
  const { sql, rows = USUAL_ROWS } = isObject(value) ? value : {}
  if (typeof sql !== 'string') {
    throw new Refusal(
      400,
      'invalid_shape',
      'Send JSON such as {"sql": "SELECT count(*) FROM events"}.',
      'sql',
    )
  }
  if (typeof rows !== 'number' || !Number.isInteger(rows) || rows < 1 || rows > MOST_ROWS) {
    const message = `rows is ${excerpt(rows)}: it must be a whole number from 1 to ${MOST_ROWS}; absent, it is ${USUAL_ROWS}.`
    throw new Refusal(400, 'invalid_field', message, 'rows')
  }
  return { sql, rows }
}

/**
 * A page of another site can't read the answer, but it could have it worked out, again and again: a POST needs no
 * preflight. Pages of this machine and of the collector itself may ask.
 */
export function refuseForeignPages(
  request: FastifyRequest,
  _reply: unknown,
  next: (error?: Error) => void,
): void {
  const { origin, host } = request.headers
  const isOwn =
    origin === undefined || isLoopbackOrigin(origin) || origin.replace(/^https?:\/\//, '') === host
  if (isOwn) return next()
  next(
    new Refusal(
      403,
      'forbidden_origin',
      'Questions are answered to pages of this collector and of this machine only.',
    ),
  )
}
