import { post } from './post.js'
import type { ServerSink } from './sink.js'

export interface HttpSinkOptions {
  /** Where batches are posted: `https://eu.i.posthog.com/batch/`, a collector, an endpoint of yours. */
  readonly url: string
  /** Project key, sent as `api_key`. PostHog and the collector need one. Default: none. */
  readonly key?: string
  /** Further headers. Default: none. */
  readonly headers?: Readonly<Record<string, string>>
  /** Milliseconds since the Unix epoch, for a `Retry-After` that is a date. Default: the clock. */
  readonly now?: () => number
}

/**
 * Posts batches as JSON in the body, `{"api_key", "batch": […]}`: PostHog’s own wire. What is sent again is the same
 * to the byte.
 *
 * @example httpSink({ url: 'https://eu.i.posthog.com/batch/', key: 'phc_…' })
 */
export function httpSink({ url, key, headers, now = Date.now }: HttpSinkOptions): ServerSink {
  const start = key === undefined ? '{' : `{"api_key":${JSON.stringify(key)},`
  const bodyOf = (events: readonly string[]) => `${start}"batch":[${events.join(',')}]}`
  return {
    name: 'http',
    preview: (events) => ({ to: `POST ${url}`, body: bodyOf(events) }),
    send: ({ events, signal }, { fetch }) =>
      post({ fetch, url, body: bodyOf(events), signal, now, ...(headers && { headers }) }),
  }
}
