import replyFrom from '@fastify/reply-from'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** What PostHog's libraries ask for besides sending events: flags, their configuration, their further scripts. */
const PATHS = ['/flags', '/decide', '/array/*', '/static/*']
/** Headers that say who asks, and from where. None of them is PostHog's business. */
const PERSONAL = ['cookie', 'authorization', 'x-forwarded-for', 'x-real-ip', 'forwarded', 'via', 'referer']
const TIMEOUT_MS = 10_000

export interface PassThroughOptions {
  /** Address of PostHog, without a slash at its end. */
  readonly to: string
  /** Answers while PostHog does not. */
  readonly meanwhile: (request: FastifyRequest, reply: FastifyReply) => unknown
}

/** Asks PostHog in the name of the page, so that the page needs no other host than this one. */
export async function registerPassThrough(
  app: FastifyInstance,
  { to, meanwhile }: PassThroughOptions,
): Promise<void> {
  await app.register(replyFrom, {
    base: to,
    http: { requestOptions: { timeout: TIMEOUT_MS } },
    disableRequestLogging: true,
  })
  for (const url of PATHS)
    app.route({
      method: ['GET', 'POST'],
      url,
      handler: (request, reply) =>
        reply.from(request.raw.url ?? request.url, {
          rewriteRequestHeaders: (_request, headers) => ({
            ...Object.fromEntries(Object.entries(headers).filter(([name]) => !PERSONAL.includes(name))),
            // The server takes it away, to read any body as bytes.
            ...(request.declaredType !== undefined && { 'content-type': request.declaredType }),
          }),
          rewriteHeaders: ({ 'set-cookie': _cookie, ...headers }) => headers,
          onError: () => void meanwhile(request, reply),
        }),
    })
}
