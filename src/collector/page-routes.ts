import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sessionSecret } from './gate/session-cookie.js'

const TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.json', 'application/json; charset=utf-8'],
  ['.woff2', 'font/woff2'],
])

const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
}

/** Paths of the dashboard's pages, all answered by the one document: `dashboard/router.ts` has the same. */
export const PAGE_PATHS = [
  '/',
  '/live',
  '/pages',
  '/flows',
  '/sessions',
  '/sessions/:id',
  '/delivery',
  '/installs',
] as const

const NOT_BUILT =
  'The collector is running, but its dashboard has not been built.\n' +
  'Build it with "npm run build" and start the collector from the built package.\n' +
  'Collected events are at /events, and as they arrive at /events/stream.\n'

type Files = ReadonlyMap<string, string>

/** Serves the dashboard: the files found in `folder` when it is first asked for, and nothing else. */
export function registerPage(app: FastifyInstance, folder: string): void {
  let listing: Promise<Files> | undefined

  async function files(): Promise<Files> {
    listing ??= listFiles(folder)
    const found = await listing
    // The page may yet be built while the collector runs.
    if (!found.has('index.html')) listing = undefined
    return found
  }

  for (const path of PAGE_PATHS) {
    app.get(path, async (request, reply) => {
      const index = (await files()).get('index.html')
      if (index === undefined) return reply.code(404).type('text/plain; charset=utf-8').send(NOT_BUILT)
      const html = await readFile(index, 'utf8')
      const hasSession = isLoggedIn(request)
      const document = fromDepth(hasSession ? withSession(html) : html, request.url)
      // After logging out, the way back must not lead to what was shown.
      return withPolicy(reply, index, hasSession ? 'no-store' : 'no-cache').send(document)
    })
  }

  app.get('/assets/*', async (request, reply) => {
    // Only names from the listing are opened, so no path leads out of the folder.
    const name = request.url.split('?', 1)[0]?.slice(1) ?? ''
    const file = (await files()).get(name)
    if (file === undefined) return reply.callNotFound()
    return send(reply, file, 'public, max-age=31536000, immutable')
  })
}

/**
 * The document names its assets relative to the collector's root, which may be below any path of a proxy's. From
 * `/sessions/1` the root is one step up.
 */
function fromDepth(html: string, url: string): string {
  const depth = (url.split('?', 1)[0] ?? '').split('/').length - 2
  return depth > 0 ? html.replaceAll('="./', `="${'../'.repeat(depth)}`) : html
}

/** By the cookie of a session, which scripts cannot see. Whoever sends the token with each request has nothing to end. */
function isLoggedIn(request: FastifyRequest): boolean {
  return request.isReader && sessionSecret(request) !== undefined
}

/** Lets the page know that there is a session: `dashboard/shell/log-out.ts` looks for this. */
function withSession(html: string): string {
  return html.replace('<head>', '<head><meta name="waypost-session" content="open">')
}

async function send(reply: FastifyReply, file: string, caching: string): Promise<FastifyReply> {
  return withPolicy(reply, file, caching).send(await readFile(file))
}

function withPolicy(reply: FastifyReply, file: string, caching: string): FastifyReply {
  const type = TYPES.get(extname(file)) ?? 'application/octet-stream'
  return reply.headers({ ...SECURITY_HEADERS, 'cache-control': caching }).type(type)
}

/** Every file below a folder, by its path in it. A folder that is not there holds none. */
async function listFiles(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(paths.map((path) => [relative(folder, path).replaceAll(sep, '/'), path]))
}
