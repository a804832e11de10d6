import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'

/** What may be wrong with a receiver. */
export const troubles = ['answers 503', 'resets', 'hangs', 'is unreachable'] as const
export type Trouble = (typeof troubles)[number]

/** Stands before a collector, and is in trouble when a test says so. */
export async function createTroubled(collector: string) {
  let trouble: Trouble | undefined
  let calls = 0
  const hanging = new Set<ServerResponse>()

  async function pass(request: IncomingMessage, response: ServerResponse) {
    const { method = 'GET', url = '/', headers } = request
    const body = method === 'POST' ? await buffer(request) : undefined
    const answer = await fetch(collector + url, {
      method,
      headers: {
        'content-type': headers['content-type'] ?? 'text/plain',
        ...(headers.origin && { origin: headers.origin }),
      },
      ...(body && { body: new Uint8Array(body) }),
    })
    response
      .writeHead(answer.status, {
        'access-control-allow-origin': '*',
        'content-type': answer.headers.get('content-type') ?? 'text/plain',
      })
      .end(Buffer.from(await answer.arrayBuffer()))
  }

  const server = createServer((request, response) => {
    calls += 1
    if (trouble === 'answers 503') response.writeHead(503, { 'access-control-allow-origin': '*' }).end()
    else if (trouble === 'resets') request.socket.destroy()
    else if (trouble === 'hangs') hanging.add(response)
    else void pass(request, response).catch(() => request.socket.destroy())
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  await listen(0)
  const address = server.address()
  const port = address && typeof address === 'object' ? address.port : 0
  const close = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }

  return {
    url: `http://127.0.0.1:${port}`,
    calls: () => calls,
    async begin(next: Trouble) {
      trouble = next
      if (next === 'is unreachable') await close()
      // What is kept alive would still answer.
      else server.closeIdleConnections()
    },
    async end() {
      trouble = undefined
      for (const response of hanging) response.destroy()
      hanging.clear()
      if (!server.listening) await listen(port)
    },
    close,
  }
}
