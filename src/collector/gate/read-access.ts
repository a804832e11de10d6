import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isLoopbackOrigin } from '../cors.js'
import { Refusal } from '../errors.js'
import { PAGE_PATHS } from '../page-routes.js'
import { nextPage } from './next-page.js'
import { isOpenRoute } from './open-paths.js'
import { sameSecret } from './same-secret.js'
import { sessionSecret } from './session-cookie.js'
import type { Sessions } from './sessions.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether it proved that it may read: by the token, or by a session. */
    isReader: boolean
  }
}

/** Lets nobody read but who may. */
export function guardReading(app: FastifyInstance, readToken: string | undefined, sessions: Sessions): void {
  app.decorateRequest('isReader', false)

  // Runs before any hook of a route, and for routes that are added later.
  app.addHook('onRequest', async (request, reply) => {
    const pattern = request.routeOptions.url
    // What leads nowhere tells nothing; "*" are preflights, answered by now.
    if (pattern === undefined || pattern === '*' || isOpenRoute(pattern)) return
    refuseForeignPages(request)
    if (readToken === undefined) return refuseProxied(request)

    request.isReader = bearsToken(request, readToken) || sessions.has(sessionSecret(request) ?? '')
    if (request.isReader) return
    if (isPage(pattern) && wantsPage(request)) return reply.redirect(loginFor(request), 303)
    throw unauthorized(reply)
  })
}

export function bearsToken({ headers }: FastifyRequest, readToken: string): boolean {
  const given = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
  return given !== undefined && sameSecret(given, readToken)
}

function unauthorized(reply: FastifyReply): Refusal {
  reply.header('www-authenticate', 'Bearer realm="waypost collector"')
  return new Refusal(
    401,
    'unauthorized',
    'Reading takes the read token: send "Authorization: Bearer <token>", or log in at /login.',
  )
}

/**
 * A page of another site can have a browser send a DELETE or a POST; that it cannot read the answer is no comfort.
 */
function refuseForeignPages({ method, headers: { origin, host } }: FastifyRequest): void {
  if (method === 'GET' || method === 'HEAD' || origin === undefined || isLoopbackOrigin(origin)) return
  if (URL.canParse(origin) && new URL(origin).host === host) return
  throw new Refusal(403, 'forbidden_origin', 'Pages of other sites may send events, and nothing else.')
}

/** A proxy on this machine makes everybody look local. */
function refuseProxied({ headers }: FastifyRequest): void {
  const proxied = headers['x-forwarded-for'] ?? headers['forwarded'] ?? headers['x-real-ip']
  if (proxied === undefined) return
  throw new Refusal(
    403,
    'read_token_needed',
    'This request came through a proxy, so anybody may have sent it: start the collector with --read-token to read through one.',
  )
}

const isPage = (pattern: string) => PAGE_PATHS.some((path) => path === pattern)

function loginFor({ url }: FastifyRequest): string {
  const next = nextPage(url)
  return next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`
}

function wantsPage({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && (headers.accept ?? '').includes('text/html')
}
