import type { FlushReason, Properties, Sink, SinkContext, WaypostEvent } from '../../core/index.js'
import { warn } from '../diagnostics.js'
import { createIdentity } from './posthog-identity.js'
import { sendBatch } from './posthog-wire.js'
import type { WireEvent } from './posthog-wire.js'
import { stubSink } from './stub-sink.js'

export interface PosthogSinkOptions {
  /** Project API key, `phc_…`. Without one this sink is the stub: nothing is sent. */
  key: string | undefined
  /** Where PostHog takes events, or a proxy of your own. Default: `https://us.i.posthog.com`. */
  host?: string | undefined
  /** Longest time that an event waits for company, milliseconds. Default: 3000. */
  flushInterval?: number | undefined
}

/**
 * Speaks PostHog's ingestion protocol itself; no SDK is needed. Anonymous unless `identify()` is called.
 *
 * @example posthogSink({ key: import.meta.env.VITE_POSTHOG_KEY, host: 'https://eu.i.posthog.com' })
 */
export function posthogSink({ key, host, flushInterval = 3000 }: PosthogSinkOptions): Sink {
  if (!key) {
    warn('W001')
    return stubSink()
  }
  const endpoint = { key, host: (host || 'https://us.i.posthog.com').replace(/\/+$/, '') }
  let context: SinkContext | undefined
  let identity: ReturnType<typeof createIdentity> | undefined
  let queue: WireEvent[] = []
  let cancelFlush: (() => void) | undefined

  function flush(reason: FlushReason) {
    cancelFlush?.()
    cancelFlush = undefined
    const batch = queue
    queue = []
    return batch.length && context ? sendBatch(endpoint, batch, context.clock.now(), reason !== 'soon') : undefined
  }
  function enqueue({ event, uuid, timestamp, properties }: WaypostEvent) {
    if (!identity) return
    queue.push({
      uuid,
      event,
      timestamp: new Date(timestamp).toISOString(),
      properties: { ...identity.properties(), ...properties },
    })
    cancelFlush ??= context?.schedule(() => void flush('soon'), flushInterval)
  }
  /** Events that PostHog wants beside the ones that the app asked for. */
  const tell = (event: string, properties: Properties) =>
    context && enqueue({ event, uuid: context.newId(), timestamp: context.clock.now(), properties })

  return {
    name: 'posthog',
    start(given) {
      context = given
      identity = createIdentity(given)
    },
    capture: enqueue,
    identify(id, set, setOnce) {
      const before = identity?.identify(id)
      if (before) tell('$identify', { $anon_distinct_id: before, $set: set, $set_once: setOnce })
      else if (set || setOnce) tell('$set', { $set: set, $set_once: setOnce })
    },
    group(type, groupKey, set) {
      identity?.group(type, groupKey)
      tell('$groupidentify', { $group_type: type, $group_key: groupKey, $group_set: set })
    },
    reset: () => identity?.reset(),
    flush,
    stop() {
      cancelFlush?.()
      identity = context = undefined
    },
  }
}
