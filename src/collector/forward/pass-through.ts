import replyFrom from '@fastify/reply-from'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../errors.js'

/** What PostHog's libraries ask for besides sending events: flags, their configuration, their further scripts. */
const PATHS = ['/flags', '/decide', '/array/*', '/static/*']
/** What an answer depends on. Whatever else says who asks, and from where, is none of PostHog's business. */
const NEEDED = new Set([
  'accept',
  'accept-encoding',
  'content-encoding',
  'content-length',
  'content-type',
  'if-modified-since',
  'if-none-match',
  'origin',
])
/** Leads out of the paths above once it is resolved: `..`, also encoded, a backslash, another host. */
const STEERED = /^(?!\/)|^\/[/\\]|\\|%5c|(?:\/|%2f)(?:\.|%2e){1,2}(?:\/|%2f|$)/i
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
      handler: (request, reply) => {
        const asked = request.raw.url ?? request.url
        if (STEERED.test(asked.split('?', 1)[0] ?? ''))
          throw new Refusal(400, 'invalid_url', 'The URL leads somewhere else once it is resolved.')
        return reply.from(asked, {
          rewriteRequestHeaders: (_request, headers) => ({
            ...Object.fromEntries(Object.entries(headers).filter(([name]) => NEEDED.has(name))),
            // The server takes it away, to read any body as bytes.
            ...(request.declaredType !== undefined && { 'content-type': request.declaredType }),
          }),
          // Cookies are for nobody here, and how that connection goes on says nothing of this one.
          rewriteHeaders: ({ 'set-cookie': _, connection: _c, 'keep-alive': _k, ...headers }) => headers,
          onError: () => void meanwhile(request, reply),
        })
      },
    })
}
