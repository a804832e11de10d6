import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isObject } from './json.js'

/** Switches off everything in posthog-js that would ask for more than event ingestion. */
const REMOTE_CONFIG = {
  supportedCompression: ['gzip', 'gzip-js'],
  hasFeatureFlags: false,
  sessionRecording: false,
  heatmaps: false,
  surveys: false,
  autocapture_opt_out: true,
  capturePerformance: false,
  siteApps: [],
  analytics: { endpoint: '/i/v0/e/' },
}

const NO_FLAGS = {
  flags: {},
  featureFlags: {},
  featureFlagPayloads: {},
  errorsWhileComputingFlags: false,
}

/** What PostHog's libraries ask for besides sending events. */
export function registerPosthogAnswers(app: FastifyInstance): void {
  app.get('/array/:token/config', (_request, reply) => reply.send(REMOTE_CONFIG))

  app.get('/array/:token/config.js', (request, reply) =>
    reply
      .type('application/javascript; charset=utf-8')
      .header('x-content-type-options', 'nosniff')
      .send(configScript(tokenOf(request))),
  )

  app.route({
    method: ['GET', 'POST'],
    url: '/flags',
    handler: (_request, reply) => reply.send(NO_FLAGS),
  })

  // The older form of /flags, which brought the configuration along.
  app.route({
    method: ['GET', 'POST'],
    url: '/decide',
    handler: (_request, reply) => reply.send({ ...REMOTE_CONFIG, ...NO_FLAGS }),
  })
}

function configScript(token: string): string {
  const all = 'window._POSTHOG_REMOTE_CONFIG'
  const entry = JSON.stringify({ config: REMOTE_CONFIG, siteApps: [] })
  return `(${all}=${all}||{})[${scriptString(token)}]=${entry};\n`
}

/** A string literal that stays one wherever the script ends up, inline in a page included. */
function scriptString(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (found) => {
    return `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

function tokenOf({ params }: FastifyRequest): string {
  return isObject(params) && typeof params['token'] === 'string' ? params['token'] : ''
}
