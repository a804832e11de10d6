import cors from '@fastify/cors'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isOpenPath } from './gate/open-paths.js'

const LOOPBACK = /^(?:localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** Whether a host name without port (`[::1]` for IPv6) always means this machine. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname.toLowerCase())
}

/**
 * Any page may send events, as at PostHog; what was collected may be read only by pages of this
 * machine, whichever port they are served from.
 */
export async function registerCors(app: FastifyInstance): Promise<void> {
  app.addHook('onRequest', (request, reply, next) => {
    // A public page that reaches for a private address asks for this in its preflight, which @fastify/cors
    // answers at once: so this comes first.
    if (request.headers['access-control-request-private-network'] === 'true' && isAllowed(request)) {
      reply.header('access-control-allow-private-network', 'true')
    }
    next()
  })
  await app.register(cors, {
    delegator: (request, callback) => {
      callback(null, {
        origin: isAllowed(request),
        credentials: true,
        methods: isForReading(request) ? ['GET', 'POST', 'DELETE', 'OPTIONS'] : ['GET', 'POST', 'OPTIONS'],
        maxAge: 600,
        strictPreflight: false,
      })
    },
  })
}

function isAllowed(request: FastifyRequest): boolean {
  return !isForReading(request) || isLoopbackOrigin(request.headers.origin)
}

function isForReading({ url }: FastifyRequest): boolean {
  return !isOpenPath(url.split('?', 1)[0] ?? url)
}

/** Whether a page is served by this machine. */
export function isLoopbackOrigin(origin: string | undefined): boolean {
  if (origin === undefined || !URL.canParse(origin)) return false
  const { protocol, hostname } = new URL(origin)
  return /^https?:$/.test(protocol) && isLoopback(hostname)
}
