import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import type { Server } from 'node:net'
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

/** A page that was asked for, or a word that a page sent. */
export interface Visit {
  host: string
  path: string
  /** When it arrived, milliseconds since the Unix epoch. */
  at: number
  /** What was sent along. */
  body?: string
}

const portOf = (server: Server) => {
  const address = server.address()
  return address && typeof address === 'object' ? address.port : 0
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

  /** Takes calls, and hangs up. */
  let calls = 0
  const deaf = createServer((socket) => {
    calls++
    socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(deaf, 'listening')

  const app = fastify({ forceCloseConnections: true })
  await app.register(fastifyStatic, { root: builtApp, prefix: '/built/' })
  await app.register(fastifyStatic, { root: here('app/'), prefix: '/app/', decorateReply: false })
  await app.register(fastifyStatic, {
    root: [dist('vue'), dist('vue-router')],
    prefix: '/vendor/',
    decorateReply: false,
  })
  /** By host name: who may have the script only then. */
  const held = new Map<string, Promise<void>>()
  app.get('/waypost.js', async (request, reply) => {
    await held.get(request.hostname)
    return reply.sendFile('waypost.js', here('../dist/'))
  })
  app.get('/missing-chunk.js', (_request, reply) => reply.code(404).send())
  app.get('/quiet', (_request, reply) => reply.code(204).send())

  app.addContentTypeParser('application/x-www-form-urlencoded', (_request, body, done) => {
    body.resume()
    done(null)
  })
  app.route({
    method: ['GET', 'POST'],
    url: '/untracked',
    handler: (_request, reply) => reply.type('text/html').send(untrackedPage),
  })
  // What pages say about themselves, and what browsers say about them.
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.removeContentTypeParser('text/plain')
  for (const path of ['/heard', '/report'])
    app.post(path, ({ hostname, body }, reply) => {
      visits.push({ host: hostname, path, at: Date.now(), body: String(body) })
      return reply.code(204).send()
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
    held,
    /** Where nobody answers, and how often somebody tried. */
    deaf: `http://127.0.0.1:${portOf(deaf)}`,
    calls: () => calls,
    close: async () => void (await Promise.all([app.close(), elsewhere.close(), deaf.close()])),
  }
}

export type SiteServer = Awaited<ReturnType<typeof createSiteServer>>
