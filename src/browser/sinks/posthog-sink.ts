import type { Properties, Sink } from '../../core/index.js'
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
  const url = (host || 'https://us.i.posthog.com').replace(/\/+$/, '')

  return (context) => {
    const { clock, schedule, newId } = context
    const identity = createIdentity(context)
    let queue: WireEvent[] = []
    let cancelFlush: (() => void) | undefined

    async function flush(exit = false) {
      cancelFlush?.()
      cancelFlush = undefined
      const batch = queue
      queue = []
      if (batch.length) await sendBatch(url, key as string, batch, clock.now(), exit)
    }
    function enqueue(event: string, properties: Properties, uuid = newId(), timestamp = clock.now()) {
      queue.push({
        uuid,
        event,
        timestamp: new Date(timestamp).toISOString(),
        properties: { ...identity.properties(), ...properties },
      })
      cancelFlush ??= schedule(flush, flushInterval)
    }

    return {
      capture: ({ event, properties, uuid, timestamp }) => enqueue(event, properties, uuid, timestamp),
      identify(id, $set, $set_once) {
        const before = identity.identify(id)
        if (before) enqueue('$identify', { $anon_distinct_id: before, $set, $set_once })
        else if ($set || $set_once) enqueue('$set', { $set, $set_once })
      },
      group(type, name, set) {
        identity.group(type, name)
        enqueue('$groupidentify', { $group_type: type, $group_key: name, $group_set: set })
      },
      reset: identity.reset,
      flush,
      stop: () => cancelFlush?.(),
    }
  }
}
