import {
  allowed,
  createMask,
  createPageViews,
  createRedactor,
  createSession,
  isDeclared,
  urlProperties,
} from '../core/index.js'
import type {
  Decision,
  Delivery,
  PageViews,
  Properties,
  Redactor,
  SinkContext,
  WaypostEvent,
} from '../core/index.js'
import { createDocumentRecord, noRecord } from './document-record.js'
import { guarded, warn } from './diagnostics.js'
import { afterFrame, afterLoad, clock, newId, schedule } from './environment.js'
import { keepLastState } from './last-state.js'
import type { WaypostOptions } from './options.js'
import { createOutgoing } from './outgoing.js'
import { createOutlet } from './outlet.js'
import { documentType, readScroll, referrerProperties } from './page-facts.js'
import { locate, parseUrl } from './page-location.js'
import { stubSink } from './sinks/stub-sink.js'
import type { NavigationSource } from './sources/navigation-source.js'
import { watchPage } from './watch-page.js'
import { createStorage } from './web-storage.js'

/** Options of one `capture()`. */
export interface CaptureOptions {
  /** Groups that the event belongs to: `{ team: 't1' }`. */
  groups?: Readonly<Record<string, string>>
  /** When it happened, milliseconds since the Unix epoch. Default: now. */
  timestamp?: number
  /** Absolute URL of the page where it happened. Default: the present page. */
  url?: string
}

/** One run of the tracker, from the moment when it may track until it may no longer. */
export interface Tracking {
  readonly views: PageViews
  readonly recorded: readonly WaypostEvent[]
  readonly delivery: Delivery | undefined
  /** The user has agreed: what was held goes to the sinks, and from now on everything does (rule C2). Idempotent. */
  release(): void
  capture(event: string, properties?: Properties, options?: CaptureOptions): void
  identify(id: string, set?: Properties, setOnce?: Properties): void
  group(type: string, key: string, set?: Properties): void
  register(properties: Properties): void
  unregister(property: string): void
  reset(): void
  useSource(source: NavigationSource): void
  flush(): Promise<void>
  /** Ends the view, takes out every listener and patch. */
  stop(): void
  /** Takes everything out and sends nothing more, not even the leave; deletes what documents have kept (rule C3). */
  silence(): void
}

/**
 * Tracks the pages of this document, from now on. Until the user has agreed nothing is stored, and nothing leaves.
 *
 * @param granted the user has agreed already
 */
export function startTracking(
  options: WaypostOptions,
  source: NavigationSource,
  granted: boolean,
  explain?: (decision: Decision) => void,
): Tracking {
  const { sink = stubSink(), persistence, allow, hashRouting, scrollContainer } = options
  const kept = persistence !== 'memory'
  let running = true
  let exiting = false
  const storage = createStorage(kept ? 'localStorage' : undefined)
  const tabStorage = createStorage(kept ? 'sessionStorage' : undefined)
  const session = createSession(clock, newId, storage)
  const record = kept ? createDocumentRecord(clock, schedule, newId) : noRecord
  const policy = createRedactor(options)
  const mask = options.maskSecrets === false ? undefined : createMask()
  const redact: Redactor = (location) => {
    mask?.learn(location)
    return policy(location)
  }
  const outgoing = createOutgoing(options, mask, storage)
  const outlet = createOutlet([sink].flat())

  const emit = (event: WaypostEvent) =>
    outgoing.pass(outgoing.equip(event), (result) => {
      if (event.event === '$pageview') last.viewed(result)
      const exit = exiting
      outlet.each((target) => target.capture(result, exit))
    })

  const views = createPageViews(
    {
      clock,
      schedule,
      afterLoad,
      afterFrame,
      session,
      newId,
      redact,
      emit,
      keep: () => last.keep(),
      documentType,
      readTitle: () => document.title,
      readScroll: () => readScroll(scrollContainer),
      referrer: () => referrerProperties(redact),
      ...(explain && { explain }),
    },
    options,
  )
  const last = keepLastState(views, record, outgoing, outlet, { clock, schedule })
  const context: SinkContext = {
    clock,
    schedule,
    newId,
    session,
    storage,
    tabStorage,
    record,
    viewId: () => views.view?.id,
    protect(text: string) {
      const isPath = /^\/(?!\/)/.test(text)
      const url = isPath || /^https?:/.test(text) ? parseUrl(text, window.location.origin) : undefined
      const sent = url && redact(locate(url.href, hashRouting && !isPath))
      const shown = sent ? (isPath ? sent.path : sent.url) : text
      return mask ? mask.text(shown) : shown
    },
  }
  /** Ends the view by what `end` does. What is captured now has to survive the page. */
  const leave = (end: () => void) => () => {
    exiting = true
    guarded(end)()
    exiting = false
    // After the leave, so that all that is due goes in one request.
    void outlet.flush('exit')
    last.cancel()
    record.leave()
  }

  function release() {
    if (!outlet.closed) return
    storage.persist()
    tabStorage.persist()
    outlet.open(context, () => {
      last.start()
      record.open()
    })
    last.keep()
  }
  const stopWatching = watchPage(views, {
    hidden() {
      last.keepNow()
      void outlet.flush('hidden')
    },
    exit: leave(views.exit),
    resume() {
      if (!outlet.closed) record.open()
      views.resume()
    },
  })
  let stopSource = () => {}
  const useSource = guarded((next: NavigationSource) => {
    stopSource()
    views.restart()
    stopSource = next(views)
  })
  // Before the first view, which belongs to the session that the document before has stored.
  if (granted) release()
  useSource(source)

  function end(...steps: (() => void)[]) {
    if (!running) return
    running = false
    stopSource()
    stopWatching()
    for (const step of steps) step()
  }

  return {
    views,
    get recorded() {
      return outlet.sinks.flatMap((target) => target.recorded ?? [])
    },
    get delivery() {
      return outlet.sinks.find(({ delivery }) => delivery)?.delivery
    },
    release,
    capture: guarded((event, properties = {}, { groups, timestamp = clock.now(), url } = {}) => {
      if (typeof event !== 'string' || !event) return warn('W008')
      if (!isDeclared(allow, event)) return warn('W013', event)
      views.touch()
      const location = url ? locate(url, hashRouting) : views.location
      emit({
        event,
        uuid: newId(),
        timestamp,
        session: session.id(),
        properties: {
          ...(location && urlProperties(location, redact)),
          $pageview_id: views.view?.id,
          ...(groups && { $groups: groups }),
          ...allowed(allow, event, properties, (name) => warn('W013', `${event}: ${name}`)),
        },
      })
    }),
    identify(id, set, setOnce) {
      const [own, first] = [outgoing.person(set), outgoing.person(setOnce)]
      outlet.each((target) => target.identify?.(id, own, first))
    },
    group(type, key, set) {
      const own = outgoing.person(set)
      outlet.each((target) => target.group?.(type, key, own))
    },
    register: guarded(outgoing.register),
    unregister: outgoing.unregister,
    reset() {
      outgoing.unregisterAll()
      outlet.each((target) => target.reset?.())
    },
    useSource,
    flush: () => outlet.flush(),
    stop: () => end(leave(views.stop), outlet.stop),
    silence() {
      end(outlet.stop, leave(views.stop))
      record.clear()
    },
  }
}
