import {
  applyBeforeSend,
  createPageViews,
  createRedactor,
  createSession,
  locate,
  memoryStorage,
  pageProperties,
  uuidv7,
} from '../core/index.js'
import type { FlushReason, Properties, Sink, SinkContext, View, WaypostEvent } from '../core/index.js'
import { guarded, warn } from './diagnostics.js'
import { checkOptions } from './options.js'
import type { WaypostOptions } from './options.js'
import { documentType, readScroll, referrerProperties } from './page-facts.js'
import { stubSink } from './sinks/stub-sink.js'
import { historySource } from './sources/history-source.js'
import { hasNavigationApi, navigationApiSource } from './sources/navigation-api-source.js'
import type { NavigationSource } from './sources/navigation-source.js'
import { watchPage } from './watch-page.js'
import { webStorage } from './web-storage.js'

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
  const timer = setTimeout(guarded(task), delay)
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
  const clock = { now: () => Date.now(), elapsed: () => performance.now() }
  const newId = () => uuidv7(clock.now(), (length) => crypto.getRandomValues(new Uint16Array(length)))
  const inMemory = options.persistence === 'memory'
  const storage = inMemory ? memoryStorage() : webStorage('localStorage')
  const tabStorage = inMemory ? memoryStorage() : webStorage('sessionStorage')
  const session = createSession(clock, newId, storage)
  const redactor = createRedactor(options)
  const sinks = [options.sink ?? stubSink()].flat()
  const hooks = [options.beforeSend ?? []].flat()
  let running = true
  let exiting = false

  /** Calls every sink; one that fails does not keep the others from it. */
  const each = (action: (sink: Sink) => void) => {
    for (const sink of sinks) guarded(action)(sink)
  }
  function emit(event: WaypostEvent) {
    const result = applyBeforeSend(event, hooks, (error) => warn('W004', error))
    if (result) each((sink) => sink.capture(result, exiting))
  }

  const views = createPageViews(
    {
      clock,
      schedule,
      newId,
      redactor,
      emit,
      documentType,
      readTitle: () => document.title,
      readScroll: () => readScroll(options.scrollContainer),
      referrer: () => referrerProperties(redactor.url),
      nextViewNumber: session.nextView,
    },
    options,
  )
  const context: SinkContext = {
    clock,
    schedule,
    newId,
    session,
    storage,
    tabStorage,
    viewId: () => views.view?.id,
  }
  each((sink) => sink.start?.(context))

  const flush = (reason: FlushReason) =>
    Promise.all(
      sinks.map(async (sink) => {
        await sink.flush?.(reason)
      }),
    ).then(
      () => undefined,
      (error: unknown) => warn('W005', error),
    )
  /** What is captured while the page goes must survive it. */
  function leaving(action: () => void) {
    exiting = true
    try {
      action()
    } finally {
      exiting = false
    }
  }

  const stopWatching = watchPage(views, {
    hidden: () => void flush('hidden'),
    exit() {
      leaving(views.exit)
      // After the leave, so that all that is due goes in one request.
      void flush('exit')
    },
  })
  const { hashRouting } = options
  let stopSource = () => {}
  const useSource = guarded((source: NavigationSource) => {
    stopSource()
    views.restart()
    stopSource = source.start(views)
  })
  useSource(
    options.source ??
      (hasNavigationApi() ? navigationApiSource({ hashRouting }) : historySource({ hashRouting })),
  )

  return {
    capture: guarded((event: string, properties?: Properties, { groups, timestamp, url }: CaptureOptions = {}) => {
      if (!running) return
      if (typeof event !== 'string' || !event) return warn('W008')
      const location = url ? locate(url, hashRouting) : views.location
      const page = location && pageProperties(location, redactor)
      emit({
        event,
        uuid: newId(),
        timestamp: timestamp ?? clock.now(),
        properties: {
          ...(page && { $current_url: page['$current_url'], $host: page['$host'], $pathname: page['$pathname'] }),
          ...(views.view && { $pageview_id: views.view.id }),
          ...(groups && { $groups: groups }),
          ...properties,
        },
      })
    }),
    identify: (id, set, setOnce) => running && each((sink) => sink.identify?.(id, set, setOnce)),
    group: (type, key, set) => running && each((sink) => sink.group?.(type, key, set)),
    reset: () => running && each((sink) => sink.reset?.()),
    get view() {
      return views.view
    },
    get recorded() {
      return sinks.flatMap((sink) => sink.recorded ?? [])
    },
    useSource: (source) => running && useSource(source),
    flush: () => flush('soon'),
    stop() {
      if (!running) return
      running = false
      stopSource()
      stopWatching()
      leaving(views.stop)
      void flush('exit')
      each((sink) => sink.stop?.())
    },
  }
}
