import Fastify, { LogController } from 'fastify'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { IncomingMessage } from 'node:http'
import { registerCors } from './cors.js'
import { Refusal, refusalBody, toRefusal } from './errors.js'
import { createBodyBudget } from './gate/body-budget.js'
import type { BodyShare } from './gate/body-budget.js'
import { answerClientError, httpOptions, limitConnections, watchAnswers } from './gate/http-limits.js'
import type { Gate } from './gate/options.js'
import { requirePagePolicy } from './gate/page-policy.js'
import { loggerOptions } from './gate/request-log.js'
import { readBody } from './read-body.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** The `Content-Type` header as sent. */
    declaredType: string | undefined
    /** What its body takes up. */
    bodyShare: BodyShare
  }
}

/** An HTTP server that reads any body as bytes and answers every refusal in one form. */
export async function createServer(gate: Gate): Promise<FastifyInstance> {
  const app = Fastify({
    logger: loggerOptions(gate),
    // By itself it would log addresses and URLs.
    logController: new LogController({ disableRequestLogging: true }),
    exposeHeadRoutes: false,
    requestTimeout: gate.requestTimeout,
    http: httpOptions(gate),
    clientErrorHandler: answerClientError,
    trustProxy: gate.trustProxy.length > 0 && [...gate.trustProxy],
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: refuseUrl,
  })

  limitConnections(app, gate.maxConnections)
  requirePagePolicy(app)
  watchAnswers(app)
  const budget = createBodyBudget(gate.maxInFlight)

  app.decorateRequest('declaredType', undefined)
  app.decorateRequest('bodyShare')
  app.addHook('onRequest', (request, reply, next) => {
    request.bodyShare = budget.open()
    // Whether it was answered or cut off.
    reply.raw.once('close', request.bodyShare.release)
    // PostHog takes any content type, malformed ones too, where Fastify would answer 415.
    request.declaredType = request.raw.headers['content-type']
    delete request.raw.headers['content-type']
    next()
  })
  await registerCors(app)

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
    readBody(payload, request.routeOptions.bodyLimit, request.bodyShare),
  )

  app.setErrorHandler((error, _request, reply) => {
    const refusal = toRefusal(error)
    if (refusal.code === 'busy') reply.header('retry-after', '1')
    return reply.code(refusal.status).send(refusalBody(refusal))
  })
  app.setNotFoundHandler((request, reply) => {
    const where = `${request.method} ${request.url.split('?', 1)[0]?.slice(0, 200)}`
    const message = `There is no ${where} here: events go to POST /batch/, and are read from GET /events.`
    return reply.code(404).send(refusalBody(new Refusal(404, 'not_found', message)))
  })
  return app
}

function refuseUrl(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const { origin } = request.headers
  // No hook runs before this, so the answer needs CORS headers of its own.
  if (origin !== undefined) {
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    })
  }
  void reply.code(400).send(refusalBody(new Refusal(400, 'invalid_url', 'The URL cannot be decoded.')))
}
