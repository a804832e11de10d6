import type { FastifyInstance } from 'fastify'
import { registerLogin } from './login-routes.js'
import type { Gate } from './options.js'
import { limitRates } from './rate-limit.js'
import { guardReading } from './read-access.js'
import { logRequests } from './request-log.js'
import { createSessions } from './sessions.js'

/** Everything that stands before the routes. Must come before them: hooks hold for what is registered later. */
export async function registerGate(app: FastifyInstance, gate: Gate, now: () => number): Promise<void> {
  logRequests(app, now)
  await limitRates(app, gate.rateLimit, now)
  const sessions = createSessions(now)
  guardReading(app, gate.readToken, sessions)
  registerLogin(app, gate.readToken, sessions)
}
