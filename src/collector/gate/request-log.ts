import type { FastifyInstance, FastifyRequest } from 'fastify'
import { toRefusal } from '../errors.js'
import type { Gate } from './options.js'

/** Refusals of one kind are logged once in so long, with their number: what comes in floods must not fill a disk. */
const SAME_MS = 1_000

/** Fastify's logger, without what it says of requests by itself: their addresses and URLs. */
export function loggerOptions({ log, logTo }: Pick<Gate, 'log' | 'logTo'>) {
  if (log === 'silent') return false
  const nothing = () => ({})
  return {
    level: log,
    stream: { write: (line: string) => void logTo.write(line) },
    serializers: { req: nothing, res: nothing, err: describe },
  }
}

/** The kind of an error and where it comes from. Its message may repeat what was sent. */
function describe(error: unknown): { type: string; code?: string; message: string; stack: string } {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return { type: error.name, ...(code !== undefined && { code }), message: '', stack: frames.join('\n') }
}

/** One line for each request: method, route, status, milliseconds. */
export function logRequests(app: FastifyInstance, now: () => number): void {
  const refused = createCounter(now)

  app.addHook('onError', (request, _reply, error, done) => {
    const { status, code } = toRefusal(error)
    if (status >= 500 && code === 'internal') request.log.error({ ...where(request), err: error }, 'failed')
    else {
      const times = refused.count(`${status} ${code} ${routeOf(request)}`)
      if (times > 0) request.log.warn({ ...where(request), status, code, times }, 'refused')
    }
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const ms = Math.round(reply.elapsedTime)
    request.log.info({ ...where(request), status: reply.statusCode, ms }, 'answered')
    done()
  })
}

const where = (request: FastifyRequest) => ({ method: request.method, route: routeOf(request) })

/** The pattern, for the path itself may be anything. */
export function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? '(none)'
}

/** Says how often something happened since it last said so, and 0 when it last did a moment ago. */
function createCounter(now: () => number) {
  const kinds = new Map<string, { since: number; times: number }>()
  return {
    count(kind: string): number {
      const seen = kinds.get(kind) ?? { since: -Infinity, times: 0 }
      kinds.set(kind, seen)
      seen.times++
      if (now() - seen.since < SAME_MS) return 0
      const { times } = seen
      seen.since = now()
      seen.times = 0
      return times
    },
  }
}
