import type { FastifyInstance, FastifyReply } from 'fastify'
import { queryValue } from '../query.js'
import { loginPage } from './login-page.js'
import { nextPage } from './next-page.js'
import { sameSecret } from './same-secret.js'
import { sessionSecret, setSessionCookie } from './session-cookie.js'
import type { Sessions } from './sessions.js'

/** Guessing is hopeless already; this keeps it out of the log. */
const TRIES_PER_MINUTE = 20

/** A browser cannot be told to send a token: it logs in once, and has a cookie. */
export function registerLogin(app: FastifyInstance, readToken: string | undefined, sessions: Sessions): void {
  if (readToken === undefined) {
    app.get('/login', (_request, reply) => reply.redirect('/', 303))
    return
  }

  app.get('/login', (request, reply) => sendPage(reply, 200, nextPage(queryValue(request, 'next'))))

  app.post(
    '/login',
    { bodyLimit: 4096, config: { rateLimit: { max: TRIES_PER_MINUTE } } },
    (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body.toString() : ''
      const fields = new URLSearchParams(body)
      const next = nextPage(fields.get('next'))
      const given = fields.get('token')?.trim() ?? ''
      if (!sameSecret(given, readToken)) return sendPage(reply, 401, next, 'This is not the read token.')
      setSessionCookie(request, reply, sessions.open())
      return reply.redirect(next, 303)
    },
  )

  app.post('/logout', { bodyLimit: 4096 }, (request, reply) => {
    sessions.end(sessionSecret(request) ?? '')
    setSessionCookie(request, reply)
    return reply.redirect('/login', 303)
  })
}

function sendPage(reply: FastifyReply, status: number, next: string, problem?: string) {
  const { html, policy } = loginPage(next, problem)
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .headers({ 'content-security-policy': policy, 'cache-control': 'no-store' })
    .send(html)
}
