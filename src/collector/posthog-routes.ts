import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

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
  for (const url of ['/array/:token/config', '/array/:token/config.js']) app.get(url, answerLikePosthog)
  for (const url of ['/flags', '/decide'])
    app.route({ method: ['GET', 'POST'], url, handler: answerLikePosthog })
}

/** Says by the request's path that there are no flags, and nothing else to load. */
export function answerLikePosthog(request: FastifyRequest, reply: FastifyReply): unknown {
  const path = (request.url.split('?', 1)[0] ?? '').replace(/\/$/, '')
  if (path === '/flags') return reply.send(NO_FLAGS)
  // The older form of /flags, which brought the configuration along.
  if (path === '/decide') return reply.send({ ...REMOTE_CONFIG, ...NO_FLAGS })
  const [, token, script] = /^\/array\/([^/]+)\/config(\.js)?$/.exec(path) ?? []
  if (token === undefined) return reply.callNotFound()
  if (!script) return reply.send(REMOTE_CONFIG)
  return reply
    .type('application/javascript; charset=utf-8')
    .header('x-content-type-options', 'nosniff')
    .send(configScript(decodeURIComponent(token)))
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
