import type { Answer, Frontend } from './frontend.js'

/** What an adapter does beside answering open tabs. */
export interface AdapterOptions<Request> {
  /** Whether a request that accepts HTML gets the page: put the adapter behind the product's own routes. Default: `true`. */
  readonly pages?: boolean
  /** The nonce of an answer's content security policy. Default: none. */
  readonly nonce?: (request: Request) => string | undefined
}

interface ExpressRequest {
  readonly method: string
  readonly path: string
  readonly headers: { readonly accept?: string | undefined }
}
interface ExpressResponse {
  status(code: number): unknown
  set(headers: Record<string, string>): unknown
  send(body: string): unknown
}

async function find<R>(
  frontend: Frontend,
  { pages = true, nonce }: AdapterOptions<R>,
  request: R,
  [method, path, accept = '']: readonly [string, string, string | undefined],
): Promise<Answer | undefined> {
  if (method !== 'GET' && method !== 'HEAD') return undefined
  const own = frontend.handle(path)
  return own ?? (pages && accept.includes('text/html') ? frontend.page(nonce?.(request)) : undefined)
}

/** @example app.use(expressFrontend(frontend)) */
export const expressFrontend =
  <R extends ExpressRequest>(frontend: Frontend, options: AdapterOptions<R> = {}) =>
  (request: R, response: ExpressResponse, next: (error?: unknown) => void): void => {
    find(frontend, options, request, [request.method, request.path, request.headers.accept])
      .then((found) => {
        if (!found) return next()
        response.status(found.status)
        response.set({ ...found.headers })
        response.send(found.body)
      })
      .catch(next)
  }

interface FastifyRequest {
  readonly method: string
  readonly url: string
  readonly headers: { readonly accept?: string | undefined }
}
interface FastifyReply {
  code(status: number): unknown
  headers(values: Record<string, string>): unknown
  send(body?: unknown): unknown
  callNotFound(): unknown
}

/** @example app.get('/*', fastifyFrontend(frontend)) */
export const fastifyFrontend =
  <R extends FastifyRequest>(frontend: Frontend, options: AdapterOptions<R> = {}) =>
  async (request: R, reply: FastifyReply): Promise<unknown> => {
    const path = request.url.split('?', 1)[0] ?? ''
    const found = await find(frontend, options, request, [request.method, path, request.headers.accept])
    if (!found) reply.callNotFound()
    else {
      reply.code(found.status)
      reply.headers({ ...found.headers })
      reply.send(found.body)
    }
    return reply
  }

interface HonoContext {
  readonly req: {
    readonly method: string
    readonly path: string
    header(name: string): string | undefined
  }
}

/** @example app.use(honoFrontend(frontend)) */
export const honoFrontend =
  <C extends HonoContext>(frontend: Frontend, options: AdapterOptions<C> = {}) =>
  async (context: C, next: () => Promise<void>): Promise<Response | undefined> => {
    const { req } = context
    const found = await find(frontend, options, context, [req.method, req.path, req.header('accept')])
    if (found) return new Response(found.body, { status: found.status, headers: found.headers })
    await next()
    return undefined
  }
