import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { Refusal, refusalBody } from '../errors.js'
import type { Gate } from './options.js'

/** Request line and headers together; Node's own default, written down. GET requests carry events in there. */
export const MAX_HEADER_BYTES = 16 * 1024

/** Options of Node's HTTP server. */
export function httpOptions({ headersTimeout, requestTimeout }: Gate) {
  const shorter = Math.min(headersTimeout, requestTimeout)
  return {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: shorter,
    // Node looks for connections that are too slow this often, by default every 30 seconds only.
    connectionsCheckingInterval: Math.min(1_000, Math.ceil(shorter / 4)),
  }
}

export function limitConnections({ server }: FastifyInstance, most: number): void {
  server.maxConnections = most
}

/** Connections on which an answer is under way. */
const answering = new WeakSet<Socket>()

/** Must be called once per app, for {@link answerClientError}. */
export function watchAnswers(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const { socket } = request.raw
    answering.add(socket)
    reply.raw.once('close', () => answering.delete(socket))
    done(null, payload)
  })
}

/** Answers what is no request, and closes: nothing that follows on the connection can be told apart. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  // The other side is gone, or would take this for a part of the answer that it is getting.
  if (error.code === 'ECONNRESET' || !socket.writable || answering.has(socket)) {
    socket.destroy()
    return
  }
  const refusal = clientRefusal(error.code)
  const body = JSON.stringify(refusalBody(refusal))
  const head =
    `HTTP/1.1 ${refusal.status} ${REASONS.get(refusal.status) ?? 'Bad Request'}\r\n` +
    `content-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n`
  socket.end(head + body)
}

const REASONS = new Map([
  [400, 'Bad Request'],
  [408, 'Request Timeout'],
  [413, 'Payload Too Large'],
  [431, 'Request Header Fields Too Large'],
])

function clientRefusal(code: string | undefined): Refusal {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Refusal(408, 'request_timeout', 'The request did not arrive in time.')
    case 'HPE_HEADER_OVERFLOW':
      return new Refusal(
        431,
        'headers_too_large',
        `The URL and the headers are larger than ${MAX_HEADER_BYTES} bytes together: send events in the body of a POST.`,
      )
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new Refusal(413, 'body_too_large', 'The extensions of a chunk are too large.')
    default:
      return new Refusal(400, 'invalid_http', 'This is not HTTP.')
  }
}
