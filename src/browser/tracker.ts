import {
  applyBeforeSend,
  createPageViews,
  createRedactor,
  createSession,
  urlProperties,
  uuidv7,
} from '../core/index.js'
import type { Properties, RunningSink, Sink, View, WaypostEvent } from '../core/index.js'
import { guarded, warn } from './diagnostics.js'
import { checkOptions } from './options.js'
import type { WaypostOptions } from './options.js'
import { documentType, readScroll, referrerProperties } from './page-facts.js'
import { locate } from './page-location.js'
import { stubSink } from './sinks/stub-sink.js'
import { historySource } from './sources/history-source.js'
import { navigationApiSource } from './sources/navigation-api-source.js'
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

/** A running tracker. No method throws. */
export interface Waypost {
  /**
   * Sends an event of the app's own.
   * @example waypost.capture('flow_deployed', { nodes: 12 }, { groups: { team: 't1' } })
   */
  capture(event: string, properties?: Properties, options?: CaptureOptions): void
  /** Says who the user is, from now on. `set` overwrites properties of the person, `setOnce` doesn't. */
  identify(id: string, set?: Properties, setOnce?: Properties): void
  /** Says which group later events belong to. @example waypost.group('team', 't1', { plan: 'pro' }) */
  group(type: string, key: string, set?: Properties): void
  /** Forgets the user: a new anonymous id, no groups. Call it at logout. */
  reset(): void
  /** The view that is open: none while the page was never visible, is ignored, or has been left. */
  readonly view: Readonly<View> | undefined
  /** Events that stub sinks have recorded. */
  readonly recorded: readonly WaypostEvent[]
  /** Takes another source of navigations, from now on. A first view that was not sent yet is left to it. */
  useSource(source: NavigationSource): void
  /** Resolves when everything so far was handed to the network. */
  flush(): Promise<void>
  /** Ends the view, takes out every listener and patch, and falls silent. Idempotent. */
  stop(): void
}

const schedule = (task: () => void, delay: number) => {
  const timer = setTimeout(
    guarded(() => task()),
    delay,
  )
  return () => clearTimeout(timer)
}

/**
 * Starts to track the pages of this document.
 *
 * @example
 * const waypost = createWaypost({ sink: posthogSink({ key: 'phc_…' }) })
 */
export function createWaypost(options: WaypostOptions = {}): Waypost {
  checkOptions(options)
  const { sink = stubSink(), beforeSend = [], persistence, hashRouting, scrollContainer } = options
  const clock = { now: () => Date.now(), elapsed: () => performance.now() }
  const newId = () => uuidv7(clock.now(), crypto.getRandomValues(new Uint8Array(10)))
  const kept = persistence !== 'memory'
  const storage = createStorage(kept ? 'localStorage' : undefined)
  const tabStorage = createStorage(kept ? 'sessionStorage' : undefined)
  const session = createSession(clock, newId, storage)
  const redact = createRedactor(options)
  let running = true
  let exiting = false

  const hooks = [beforeSend].flat()
  const emit = (event: WaypostEvent) => {
    try {
      const result = applyBeforeSend(event, hooks)
      if (result) each((target) => target.capture(result, exiting))
    } catch (error) {
      warn('W004', error)
    }
  }
  const views = createPageViews(
    {
      clock,
      schedule,
      newId,
      redact,
      emit,
      documentType,
      readTitle: () => document.title,
      readScroll: () => readScroll(scrollContainer),
      referrer: () => referrerProperties(redact),
      nextViewNumber: session.nextView,
    },
    options,
  )
  const context = { clock, schedule, newId, session, storage, tabStorage, viewId: () => views.view?.id }
  const sinks: RunningSink[] = []
  ;[sink].flat().forEach(guarded((start: Sink) => void sinks.push(start(context))))

  /** Calls every sink; one that fails does not keep the others from it. */
  const each = (action: (target: RunningSink) => void) => {
    if (running) sinks.forEach(guarded(action))
  }
  const flush = async (exit: boolean) => {
    await Promise.allSettled(sinks.map(async (target) => target.flush?.(exit)))
  }
  /** Ends the view by what `end` does. What is captured now has to survive the page. */
  const leave = (end: () => void) => () => {
    exiting = true
    guarded(end)()
    exiting = false
    // After the leave, so that all that is due goes in one request.
    void flush(true)
  }

  const stopWatching = watchPage(views, { hidden: () => void flush(true), exit: leave(views.exit) })
  let stopSource = () => {}
  const useSource = guarded((source: NavigationSource) => {
    stopSource()
    views.restart()
    stopSource = source(views)
  })
  useSource(options.source ?? (window.navigation ? navigationApiSource : historySource)({ hashRouting }))

  return {
    capture: guarded((event, properties, { groups, timestamp = clock.now(), url } = {}) => {
      if (typeof event !== 'string' || !event) return warn('W008')
      const location = url ? locate(url, hashRouting) : views.location
      emit({
        event,
        uuid: newId(),
        timestamp,
        properties: {
          ...(location && urlProperties(location, redact)),
          $pageview_id: views.view?.id,
          ...(groups && { $groups: groups }),
          ...properties,
        },
      })
    }),
    identify: (id, set, setOnce) => each((target) => target.identify?.(id, set, setOnce)),
    group: (type, key, set) => each((target) => target.group?.(type, key, set)),
    reset: () => each((target) => target.reset?.()),
    get view() {
      return views.view
    },
    get recorded() {
      return sinks.flatMap((target) => target.recorded ?? [])
    },
    useSource: (source) => {
      if (running) useSource(source)
    },
    flush: () => flush(false),
    stop() {
      if (!running) return
      stopSource()
      stopWatching()
      leave(views.stop)()
      each((target) => target.stop?.())
      running = false
    },
  }
}
