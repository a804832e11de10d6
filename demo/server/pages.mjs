import { randomBytes } from 'node:crypto'
import fastifyStatic from '@fastify/static'
import { createFrontend, cspDirectives, fastifyFrontend, mergeCsp } from 'waypost/node'

/** The policy of the product itself. What telemetry needs is added while it is on, and not a source more. */
const POLICY = [
  "default-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join('; ')

/** The pages, with waypost in them or not, and what they need. */
export async function servePages(app, { dist, config, isOn, switchEvery }) {
  const built = `${dist}/demo`
  const frontend = createFrontend({
    config,
    file: `${built}/server/index.html`,
    isOn,
    // Before the page's own module, which hands its router to waypost.
    placeholder: '<!-- waypost -->',
    // Paths have ids in them; how a page is called is enough.
    urls: 'pattern',
    ...(switchEvery && { switchEvery }),
  })

  await app.register(fastifyStatic, {
    root: `${built}/assets`,
    prefix: '/assets/',
    immutable: true,
    maxAge: '1y',
  })
  for (const icon of ['icons.svg', 'favicon.svg'])
    app.get(`/${icon}`, (_request, reply) => reply.sendFile(icon, built, { maxAge: '1h', immutable: false }))
  app.get('/waypost.js', (_request, reply) =>
    reply.sendFile('waypost.js', dist, { cacheControl: false }).header('cache-control', 'no-cache'),
  )

  app.decorateRequest('nonce', '')
  app.get('/*', {
    onRequest: (request, reply, done) => {
      request.nonce = randomBytes(16).toString('base64')
      const directives = cspDirectives(config, { nonce: request.nonce, enabled: isOn() })
      reply.header('content-security-policy', mergeCsp(POLICY, directives))
      done()
    },
    handler: fastifyFrontend(frontend, { nonce: (request) => request.nonce }),
  })
}
