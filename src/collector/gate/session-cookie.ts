import type { FastifyReply, FastifyRequest } from 'fastify'
import { SESSION_SECONDS } from './sessions.js'

const NAME = 'waypost_session'

/** The secret of the session that a request's cookie names. */
export function sessionSecret({ headers }: FastifyRequest): string | undefined {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2)
    if (name === NAME && value) return value
  }
  return undefined
}

/** @param secret none: the cookie is taken back */
export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, secret?: string): void {
  // Lax: a link in a mail leads to its page. Nothing changes by a GET, and the rest is refused to pages of other sites.
  // Over plain HTTP a browser would throw a secure cookie away.
  const secure = request.protocol === 'https' ? '; Secure' : ''
  const age = secret === undefined ? 0 : SESSION_SECONDS
  reply.header(
    'set-cookie',
    `${NAME}=${secret ?? ''}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}`,
  )
}
