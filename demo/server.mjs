import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import fastify from 'fastify'

const vueWays = ['vue-posthog-js', 'vue-direct']

/** Revalidated each time. Not `no-store`, which would keep the pages out of the back/forward cache. */
const revalidate = 'no-cache'

/**
 * Serves the built demo.
 *
 * @param {object} options
 * @param {number} [options.port] 0 takes any free port.
 * @param {string} [options.host]
 * @param {string} options.collectorUrl Where the pages send their events.
 * @param {string} [options.key] Start of the three project keys: `_posthog_js`, `_direct` and `_script` are added.
 * @param {string} [options.dist] Folder with `demo/` and `waypost.js`.
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function createDemoServer({
  port = 8766,
  host = '127.0.0.1',
  collectorUrl = 'http://127.0.0.1:8765',
  key = 'phc_demo',
  dist = fileURLToPath(new URL('../dist/', import.meta.url)),
} = {}) {
  const root = `${dist.replace(/\/$/, '')}/demo`
  if (!existsSync(`${root}/index.html`)) {
    throw new Error(`The demo is not built: ${root} is missing. Build it with: npx vite build demo`)
  }

  const app = fastify({ forceCloseConnections: true, routerOptions: { ignoreTrailingSlash: false } })

  async function sendPage(reply, file, status = 200) {
    const html = await readFile(`${root}/${file}`, 'utf8')
    return reply
      .code(status)
      .header('cache-control', revalidate)
      .type('text/html; charset=utf-8')
      .send(
        html
          .replaceAll('__COLLECTOR_URL__', escapeHtml(collectorUrl))
          .replaceAll('__KEY__', escapeHtml(`${key}_script`)),
      )
  }

  await app.register(fastifyStatic, {
    root: `${root}/assets`,
    prefix: '/assets/',
    immutable: true,
    maxAge: '1y',
  })

  app.get('/', (_request, reply) => sendPage(reply, 'index.html'))
  for (const icon of ['icons.svg', 'favicon.svg']) {
    app.get(`/${icon}`, (_request, reply) => reply.sendFile(icon, root, { maxAge: '1h', immutable: false }))
  }
  app.get('/waypost.js', (_request, reply) =>
    reply.sendFile('waypost.js', dist, { cacheControl: false }).header('cache-control', revalidate),
  )
  app.get('/demo-config.js', (_request, reply) =>
    reply
      .header('cache-control', revalidate)
      .type('text/javascript; charset=utf-8')
      .send(`window.DEMO = ${escapeScript(JSON.stringify({ collectorUrl, key }))}\n`),
  )

  for (const way of vueWays) {
    app.get(`/${way}`, (_request, reply) => reply.redirect(`/${way}/`))
    app.get(`/${way}/*`, (_request, reply) => sendPage(reply, `${way}/index.html`))
  }

  app.get('/plain', (_request, reply) => reply.redirect('/plain/'))
  app.get('/plain/', (_request, reply) => sendPage(reply, 'plain/index.html'))
  // The sub-pages that tabs.html pushes by hand must survive a reload.
  app.get('/plain/tabs/:tab', (_request, reply) => sendPage(reply, 'plain/tabs.html'))
  app.get('/plain/:page', (request, reply) => {
    const { page } = request.params
    const exists = /^[a-z]+\.html$/.test(page) && existsSync(`${root}/plain/${page}`)
    return exists ? sendPage(reply, `plain/${page}`) : sendPage(reply, 'plain/404.html', 404)
  })

  // A form post answered by a redirect, as servers do it. What the form says is not looked at.
  app.addContentTypeParser('application/x-www-form-urlencoded', (_request, body, done) => {
    body.resume()
    done(null)
  })
  app.post('/plain/login', (_request, reply) => reply.redirect('/plain/welcome.html', 303))

  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.headers.accept?.includes('text/html')
    return wantsPage ? sendPage(reply, 'plain/404.html', 404) : reply.code(404).send('Not found\n')
  })

  const url = await app.listen({ port, host })
  return { url, close: () => app.close() }
}

function escapeHtml(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

/** `</script>` must not end the script, and the two line separators of old engines must not end a line. */
function escapeScript(json) {
  return json.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}
