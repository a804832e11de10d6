import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { Refusal } from '../errors.js'
import { answerLikePosthog } from '../posthog-routes.js'
import { refuseForeignHosts } from '../read-routes.js'
import { createCursor } from './cursor.js'
import { createForwarder } from './forwarder.js'
import { createJournalSpool } from './journal-spool.js'
import type { ReadableJournal } from './journal-spool.js'
import { registerPassThrough } from './pass-through.js'
import type { ForwardingStatus } from './status.js'

export interface ForwardingOptions {
  /** Address of PostHog: `https://eu.i.posthog.com`. */
  readonly to: string
  /** Where the archive is; how far events have been passed on is kept beside it. */
  readonly folder: string
  readonly journal: ReadableJournal
  /** Bytes that may wait on disk. Beyond them new events are not taken, with a 503: nothing that was answered is lost. */
  readonly spoolBytes: number
  /** First wait after a failure, in milliseconds. */
  readonly firstWait?: number | undefined
}

/** How long a look at what waits is relied on: requests come faster than it grows. */
const LOOK_MS = 500

/**
 * Reads the address that events are to be passed on to.
 *
 * @throws {RangeError} no http:// or https:// address of a host
 */
export function readForwardAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username)
    throw new RangeError(
      `createCollector: forward is ${text}. Give PostHog's address, such as https://eu.i.posthog.com.`,
    )
  return url.href.replace(/\/+$/, '')
}

/** Where nothing is passed on, that is what is answered. */
export function registerNoForwarding(app: FastifyInstance): void {
  app.get('/api/forwarding', { onRequest: refuseForeignHosts }, (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ state: 'off' }),
  )
}

/** Makes the collector a first-party proxy: what it has answered is passed on, what else pages ask for is asked of PostHog. */
export async function openForwarding(app: FastifyInstance, options: ForwardingOptions) {
  const { to, folder, journal, spoolBytes, firstWait } = options
  const spool = createJournalSpool(journal)
  const refusedFile = join(folder, 'refused.ndjson')
  const forwarder = await createForwarder({
    to,
    spool,
    cursor: createCursor(folder),
    keepRefused: ({ next: _next, ...event }, reason) =>
      appendFile(refusedFile, `${JSON.stringify({ reason, ...event })}\n`),
    ...(firstWait !== undefined && { firstWait }),
  })
  await registerPassThrough(app, { to, meanwhile: answerLikePosthog })
  const status = async (): Promise<ForwardingStatus> => ({
    ...(await forwarder.status()),
    spoolBytes,
  })
  app.get('/api/forwarding', { onRequest: refuseForeignHosts }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send(await status()),
  )
  let looked = -Infinity
  let isFull = false

  return {
    /** @throws {Refusal} 503 `spool_full` */
    async makeSureOfRoom(): Promise<void> {
      if (performance.now() - looked > LOOK_MS) {
        looked = performance.now()
        isFull = (await spool.rest(forwarder.position())) >= spoolBytes
      }
      if (isFull)
        throw new Refusal(
          503,
          'spool_full',
          `${to} has not answered for so long that all room for what waits is taken: send the events again later.`,
        )
    },
    appended: spool.appended,
    /** Lowest number of a journal file that is still to be passed on. */
    keepUntil: () => forwarder.position().file,
    status,
    close: () => forwarder.close(),
  }
}
export type Forwarding = Awaited<ReturnType<typeof openForwarding>>
