import type { Properties, Sink, WaypostEvent } from '../../core/index.js'
import { warn } from '../diagnostics.js'
import { quietBeside } from './posthog-beside.js'
import { createDelivery } from './posthog-delivery.js'
import { createIdentity } from './posthog-identity.js'
import { bodyOf, pack, request } from './posthog-wire.js'
import { stubSink } from './stub-sink.js'

export interface PosthogSinkOptions {
  /** Project API key, `phc_…`. Without one this sink is the stub: nothing is sent. */
  key: string | undefined
  /**
   * Where PostHog takes events, or a proxy of your own: a URL, or a path of your own site like `/ingest`, which blockers
   * leave alone. Default: `https://us.i.posthog.com`. One that is neither makes this sink the stub.
   */
  host?: string | undefined
  /** Longest time that an event waits for company, milliseconds. Default: 3000. */
  flushInterval?: number | undefined
}

/** Where events go at a host; undefined when it is none. */
function endpointOf(host: string): string | undefined {
  try {
    // Without a scheme it would be a path below the present page.
    if (!/^(https?:\/)?\//.test(host)) return undefined
    const { origin, pathname } = new URL(host, location.origin)
    return origin + pathname.replace(/\/*$/, '/i/v0/e/')
  } catch {
    return undefined
  }
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
  const url = endpointOf(host || 'https://us.i.posthog.com')
  if (!url) {
    warn('W012', host)
    return stubSink()
  }
  const project = { url, key }

  return (context) => {
    const { clock, newId, session } = context
    const identity = createIdentity(context)
    const delivery = createDelivery(project, context, flushInterval, () => defer())
    /** What the browser is to send if this document dies. */
    let last: WaypostEvent | undefined
    /** It has it: how to take it back. */
    let deferred: AbortController | undefined

    const toWire = ({ event, uuid, timestamp, properties, session }: WaypostEvent, sender: Properties) => ({
      uuid,
      event,
      timestamp: new Date(timestamp).toISOString(),
      properties: { ...sender, $session_id: session, ...properties },
    })
    const capture = (event: WaypostEvent, sender = identity.properties()) =>
      delivery.add(toWire(event, sender))
    const own = (event: string, properties: Properties) =>
      capture({ event, properties, uuid: newId(), timestamp: clock.now(), session: session.id() })
    function withdraw() {
      deferred?.abort()
      deferred = undefined
    }
    function defer() {
      // Never a leave before its view: until that has arrived, the record of this document holds both.
      if (!last || deferred || delivery.awaits(last.properties['$pageview_id'])) return
      const controller = new AbortController()
      try {
        // Without the time of sending: nobody knows it.
        const body = bodyOf(project, [pack(toWire(last, identity.properties()))])
        window.fetchLater?.(project.url, { ...request(body), signal: controller.signal })
        deferred = controller
      } catch {
        // Refused, by quota or policy: the record has to do.
      }
    }

    function leave() {
      delivery.exit()
      identity.leave()
    }

    quietBeside(key)

    return {
      durable: true,
      delivery: delivery.report,
      capture(event, _exit, sender) {
        if (event.event === '$pageview') quietBeside(key)
        // Its leave comes in time, here or with the next view.
        if (last && last.properties['$pageview_id'] === event.properties['$prev_pageview_id']) {
          withdraw()
          last = undefined
        }
        capture(event, sender)
      },
      sender: identity.properties,
      defer(event) {
        withdraw()
        last = event
        defer()
      },
      identify(id, $set, $set_once) {
        const before = identity.identify(id)
        if (before) own('$identify', { $anon_distinct_id: before, $set, $set_once })
        else if ($set || $set_once) own('$set', { $set, $set_once })
      },
      group(type, name, set) {
        identity.group(type, name)
        own('$groupidentify', { $group_type: type, $group_key: name, $group_set: set })
      },
      reset: identity.reset,
      flush: (when) => (when === 'exit' ? leave() : delivery.flush(when === 'hidden')),
      stop() {
        delivery.stop()
        withdraw()
      },
    }
  }
}
