import { request as requestHttp } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'

const noBody = (status: number) => status === 204 || status === 205 || status === 304

function responseOf(message: IncomingMessage): Response {
  const status = message.statusCode ?? 0
  // The answer to telemetry is its status. What comes with it is let go, so that the connection can be used again.
  message.resume()
  const headers = Object.entries(message.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  )
  return new Response(noBody(status) ? null : '', { status, headers })
}

/**
 * A `fetch` for telemetry: the process may end while a request is under way, which the one of Node does not let it do.
 * It follows no redirects, and leaves the body of an answer unread.
 */
export const quietFetch: typeof fetch = (input, init = {}) =>
  new Promise((resolve, reject) => {
    const { method = 'GET', body, headers, signal } = init
    const url = input instanceof Request ? input.url : input
    signal?.throwIfAborted()
    const start = String(url).startsWith('https:') ? requestHttps : requestHttp
    const bytes = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : Buffer.alloc(0)
    const request: ClientRequest = start(url, {
      method,
      headers: { ...Object.fromEntries(new Headers(headers)), 'content-length': bytes.length },
    })
    const abort = () => request.destroy(signal?.reason)
    signal?.addEventListener('abort', abort, { once: true })
    request.once('socket', (socket) => socket.unref())
    request.once('close', () => signal?.removeEventListener('abort', abort))
    request.once('error', reject)
    request.once('response', (message) => {
      // Cut off in the middle of an answer that nobody reads: there is nothing to tell.
      message.once('error', () => {})
      resolve(responseOf(message))
    })
    request.end(bytes)
  })
