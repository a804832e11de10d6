import { gunzipSync } from 'node:zlib'
import type { PostHog, PostHogOptions } from 'posthog-node'
import { outcomeOf, reasonOf } from './post.js'
import type { Batch, Outcome, ServerSink } from './sink.js'
import type { ServerEvent } from './memory-sink.js'

/** The part of posthog-node that is used. */
export interface PosthogNodeModule {
  readonly PostHog: new (key: string, options?: PostHogOptions) => PostHog
}

export interface PosthogNodeSinkOptions extends Pick<PostHogOptions, 'disableCompression' | 'disableGeoip'> {
  /** Project key, `phc_…`. */
  readonly key: string
  /** Default: `https://us.i.posthog.com`. */
  readonly host?: string
  /** Milliseconds since the Unix epoch, for a `Retry-After` that is a date. Default: the clock. */
  readonly now?: () => number
}

/** Longer than any time limit of telemetry’s, which is the one that ends a request. */
const NEVER = 0x7fff_ffff

/**
 * Sends by posthog-node. It is loaded when there is something to send, and used for nothing but this: its queue, its
 * timer and its new tries stay unused, since it keeps what a network error held up and throws away what a 503 did, and
 * says both on the console. The properties that it adds to events are seen in a preview.
 *
 * @example posthogNodeSink(() => import('posthog-node'), { key: 'phc_…', host: 'https://eu.i.posthog.com' })
 */
export function posthogNodeSink(
  load: () => Promise<PosthogNodeModule>,
  { key, host = 'https://us.i.posthog.com', now = Date.now, ...others }: PosthogNodeSinkOptions,
): ServerSink {
  type Fetch = NonNullable<PostHogOptions['fetch']>

  /** Hands events to a client of their own: one that failed would send them again, whatever was decided since. */
  async function run(events: readonly string[], fetch: Fetch): Promise<void> {
    const { PostHog } = await load()
    const client = new PostHog(key, {
      ...others,
      host,
      fetch,
      flushAt: events.length + 1,
      maxBatchSize: events.length + 1,
      flushInterval: 0,
      fetchRetryCount: 0,
      requestTimeout: NEVER,
    })
    for (const json of events) {
      const { distinct_id, event, uuid, timestamp, properties } = JSON.parse(json) as ServerEvent
      client.capture({
        distinctId: distinct_id,
        event,
        uuid,
        timestamp: new Date(timestamp),
        properties: { ...properties },
      })
    }
    // It throws for what `fetch` has seen already.
    await client.flush().catch(() => {})
  }

  return {
    name: 'posthog-node',
    async send({ events, signal }: Batch, tools): Promise<Outcome> {
      let outcome: Outcome | undefined
      try {
        await run(events, async (url, options) => {
          // After a 413 it goes on with smaller batches. How many go at once is not for it to say.
          if (outcome) throw new Error('one request for each batch')
          try {
            const response = await tools.fetch(url, { ...options, redirect: 'manual', signal } as RequestInit)
            outcome = outcomeOf(response, now())
            return response
          } catch (error) {
            outcome = { kind: 'retry', reason: reasonOf(error) }
            throw error
          }
        })
      } catch (error) {
        outcome = { kind: 'retry', reason: reasonOf(error) }
      }
      return outcome ?? { kind: 'retry', reason: 'not sent' }
    },
    async preview(events) {
      let to = `POST ${host}`
      let body = ''
      await run(events, async (url, { body: bytes }) => {
        to = `POST ${url}`
        body = typeof bytes === 'string' ? bytes : gunzipSync(bytes as Uint8Array).toString()
        return new Response('{}', { status: 200 })
      })
      return { to, body }
    },
  }
}
