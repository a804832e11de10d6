import type { FastifyRequest } from 'fastify'
import { queryValue } from './query.js'
import type { RequestFacts } from './types.js'

/** What is kept of how a request travelled. */
export function requestFacts(
  request: FastifyRequest,
  encoding: RequestFacts['encoding'],
  bytes: number,
): RequestFacts {
  return {
    path: pathOf(request),
    method: request.method === 'GET' ? 'GET' : 'POST',
    contentType: request.declaredType ?? null,
    encoding,
    retryCount: Number(/^\d{1,6}$/.exec(queryValue(request, 'retry_count') ?? '')?.[0] ?? 0),
    origin: header(request, 'origin') ?? null,
    secFetchMode: header(request, 'sec-fetch-mode') ?? null,
    bytes,
  }
}

/** The path asked for, without the query. */
export function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? url
}

/** A header that may be there once. */
export function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

/** The body as it came, empty when there is none. */
export function bodyOf({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0)
}
