import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { createCollector } from 'waypost/collector'

const types = { '.js': 'text/javascript', '.html': 'text/html' }
const json = (text) => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Serves the app, and takes what clients send below `/to/<key>`: counted, and given to a collector, which reads every
 * dialect of PostHog's protocol.
 */
export async function createBenchServer(root, files) {
  const collector = await createCollector({ port: 0 })
  /** By key: requests, bytes of their bodies, and what is not PostHog's. */
  const received = new Map()
  const of = (key) => {
    const own = received.get(key) ?? { requests: 0, bytes: 0, messages: [] }
    received.set(key, own)
    return own
  }

  async function take(request, response, [, key, rest]) {
    const body = await buffer(request)
    const own = of(key)
    if (request.method === 'POST') {
      own.requests += 1
      own.bytes += body.length
      own.messages.push(json(String(body)))
    }
    const { 'content-type': type, 'content-encoding': encoding, origin } = request.headers
    const answer = await fetch(collector.url + rest, {
      method: request.method,
      headers: {
        ...(type && { 'content-type': type }),
        ...(encoding && { 'content-encoding': encoding }),
        ...(origin && { origin }),
      },
      ...(request.method === 'POST' && { body }),
    })
    // Other receivers than PostHog say yes to everything.
    response.writeHead(answer.status === 404 ? 200 : answer.status, {
      'content-type': answer.headers.get('content-type') ?? 'application/json',
    })
    response.end(answer.status === 404 ? '{}' : Buffer.from(await answer.arrayBuffer()))
  }

  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url, 'http://any')
    const sent = /^\/to\/(\w+)(\/.*)$/.exec(pathname)
    if (sent) {
      sent[2] += search
      return void take(request, response, sent).catch(() => response.destroy())
    }
    if (pathname === '/untracked') {
      response.setHeader('content-type', 'text/html')
      return void response.end('<!doctype html><title>Untracked</title><link rel="icon" href="data:,">')
    }
    const name = path.extname(pathname) ? pathname : '/index.html'
    readFile(files[name] ?? path.join(root, name)).then(
      (content) => {
        response.setHeader('content-type', types[path.extname(name)] ?? 'application/octet-stream')
        response.end(content)
      },
      () => response.writeHead(404).end(),
    )
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()

  return {
    /** A site of its own for each run: an origin, and with it a storage. */
    origin: (key) => `http://${key.toLowerCase()}.localhost:${port}`,
    received: of,
    /** What arrived from a project, as `pageview /b` and `pageleave /b`. */
    told(key) {
      const events = collector.events({ token: key }).filter(({ duplicate }) => !duplicate)
      const own = events.map(
        ({ event, properties: { $pathname, $current_url } }) =>
          `${event.replace('$', '')} ${$pathname ?? new URL($current_url).pathname}`,
      )
      const others = of(key).messages.flatMap((message) => {
        const { n, u, type, payload } = message ?? {}
        if (n) return [`${n === 'engagement' ? 'pageleave' : n} ${new URL(u).pathname}`]
        return type === 'event' && payload ? [`pageview ${payload.url}`] : []
      })
      return [...own, ...others]
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await collector.close()
    },
  }
}
