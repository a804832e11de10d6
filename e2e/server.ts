import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import fastify from 'fastify'
import type { PageSetup } from './setup.ts'
import { sitePage, untrackedPage } from './site-page.ts'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))
/** Where the bundled test app goes. */
export const builtApp = here('../build/e2e/')

const require = createRequire(import.meta.url)
const dist = (name: string) => path.join(path.dirname(require.resolve(`${name}/package.json`)), 'dist')

/** A page that was asked for. */
export interface Visit {
  host: string
  path: string
  /** When it arrived, milliseconds since the Unix epoch. */
  at: number
}

/**
 * Serves every site of the tests: a site is a host name, `<site>.localhost`, which browsers resolve to this machine.
 * So each test has an origin, and with it a storage, of its own. Nothing is `no-store`: that would keep pages out of
 * the back/forward cache.
 */
export async function createSiteServer() {
  const sites = new Map<string, PageSetup>()
  const visits: Visit[] = []

  const elsewhere = fastify()
  elsewhere.get('/*', (_request, reply) => reply.type('text/html').send(untrackedPage))
  const elsewhereUrl = await elsewhere.listen({ port: 0, host: '127.0.0.1' })

  const app = fastify({ forceCloseConnections: true })
  await app.register(fastifyStatic, { root: builtApp, prefix: '/built/' })
  await app.register(fastifyStatic, { root: here('app/'), prefix: '/app/', decorateReply: false })
  await app.register(fastifyStatic, {
    root: [dist('vue'), dist('vue-router')],
    prefix: '/vendor/',
    decorateReply: false,
  })
  app.get('/waypost.js', (_request, reply) => reply.sendFile('waypost.js', here('../dist/')))
  app.get('/missing-chunk.js', (_request, reply) => reply.code(404).send())

  app.addContentTypeParser('application/x-www-form-urlencoded', (_request, body, done) => {
    body.resume()
    done(null)
  })
  app.route({
    method: ['GET', 'POST'],
    url: '/untracked',
    handler: (_request, reply) => reply.type('text/html').send(untrackedPage),
  })
  app.get('/*', (request, reply) => {
    const { pathname } = new URL(request.url, 'http://any')
    const site = sites.get(request.hostname)
    visits.push({ host: request.hostname, path: pathname, at: Date.now() })
    if (!site) return reply.code(404).send()
    return reply
      .headers(site.headers ?? {})
      .type('text/html')
      .send(sitePage(site, pathname, { elsewhere: elsewhereUrl }))
  })
  const url = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))

  return {
    /** By host name. */
    sites,
    /** Documents and pings that were asked for, in their order. */
    visits: visits as readonly Visit[],
    port: url.port,
    elsewhere: elsewhereUrl,
    close: async () => void (await Promise.all([app.close(), elsewhere.close()])),
  }
}

export type SiteServer = Awaited<ReturnType<typeof createSiteServer>>
