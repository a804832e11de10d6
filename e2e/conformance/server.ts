import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import fastify from 'fastify'
import { builtApp } from '../server.ts'
import { untrackedPage } from '../site-page.ts'
import type { Message } from './client.ts'
import { field, isRecord, parseJson } from './json.ts'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Where packages that were fetched have their files. */
export const fetchedFiles = here('../../build/conformance/')

/**
 * Serves the app of every cell, and takes whatever its client sends. A cell is a host name, `<cell>.localhost`, so
 * each has an origin and a storage of its own.
 */
export async function createCellServer() {
  const pages = new Map<string, string>()
  const messages = new Map<string, Message[]>()
  const asked: { host: string; path: string }[] = []

  const app = fastify({ forceCloseConnections: true, bodyLimit: 10_000_000 })
  // Whatever the type says: clients post JSON as text, to need no preflight.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))

  app.addHook('onRequest', async (request) => {
    const delay = new URL(request.url, 'http://any').searchParams.get('delay')
    if (delay) await sleep(Number(delay))
  })
  await app.register(fastifyStatic, { root: builtApp, prefix: '/built/' })
  mkdirSync(fetchedFiles, { recursive: true })
  await app.register(fastifyStatic, { root: fetchedFiles, prefix: '/fetched/', decorateReply: false })
  app.get('/waypost.js', (_request, reply) => reply.sendFile('waypost.js', here('../../dist/')))
  app.get('/missing-chunk.js', (_request, reply) => reply.code(404).send())
  app.get('/_vercel/*', (_request, reply) => reply.code(404).send())
  app.all('/wire/*', (request, reply) => {
    const body = typeof request.body === 'string' ? request.body : ''
    messages.get(request.hostname)?.push({ url: request.url, body, data: parseJson(body) })
    // Also valid as a script, for the client that loads one.
    return reply.type(request.url.endsWith('.js') ? 'text/javascript' : 'application/json').send('{}')
  })
  app.get('/*', (request, reply) => {
    const { pathname: path } = new URL(request.url, 'http://any')
    const { hostname: host } = request
    asked.push({ host, path })
    const page = pages.get(host)
    if (path === '/untracked') return reply.type('text/html').send(untrackedPage)
    return page === undefined ? reply.code(404).send() : reply.type('text/html').send(page)
  })
  const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))

  return {
    /** Opens a cell. `html` gets the cell's origin and returns the one page that it has. */
    cell(id: string, html: (origin: string) => string) {
      const host = `${id}.localhost`
      const origin = `http://${host}:${port}`
      const arrived: Message[] = []
      pages.set(host, html(origin))
      messages.set(host, arrived)
      return {
        origin,
        /** What arrived so far, in order. */
        arrived: arrived as readonly Message[],
        /** How often a path was asked for. */
        asked: (path: string) => asked.filter((one) => one.host === host && one.path === path).length,
        close() {
          pages.delete(host)
          messages.delete(host)
        },
      }
    },
    close: () => app.close(),
  }
}

export type CellServer = Awaited<ReturnType<typeof createCellServer>>
export type Cell = ReturnType<CellServer['cell']>

/**
 * Modules that the entry of a client needs, by the manifest of the build. The package of the client is among them: an app
 * imports it like the rest, only the files in `clients/` can't, because Node reads them too.
 */
export function preloadsOf(id: string): string[] {
  const manifest = parseJson(readFileSync(path.join(builtApp, 'manifest.json'), 'utf8'))
  const names = (name: string, kind: 'imports' | 'dynamicImports') => {
    const found = field(manifest, name, kind)
    return Array.isArray(found) ? found.map(String) : []
  }
  const withImports = (name: string): string[] => [name, ...names(name, 'imports').flatMap(withImports)]
  const entry = Object.keys(isRecord(manifest) ? manifest : {}).find((name) => name.endsWith(`cell:${id}`))
  if (entry === undefined) throw new Error(`The app was not built for ${id}.`)
  const needed = [...names(entry, 'imports'), ...names(entry, 'dynamicImports')].flatMap(withImports)
  return [...new Set(needed.map((name) => String(field(manifest, name, 'file'))))]
}

/** Version of a package that is installed here. */
export function versionOf(name: string): string {
  const require = createRequire(import.meta.url)
  return parseVersion(require(`../../${name === 'waypost' ? '' : `node_modules/${name}/`}package.json`))
}

function parseVersion(manifest: unknown): string {
  if (typeof manifest === 'object' && manifest && 'version' in manifest) return String(manifest.version)
  throw new Error('A package.json without a version.')
}
