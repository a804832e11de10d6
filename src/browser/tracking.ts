import {
  applyBeforeSend,
  clean,
  createMask,
  createPageViews,
  createRedactor,
  createSession,
  urlProperties,
} from '../core/index.js'
import type {
  Decision,
  Mask,
  PageViews,
  Properties,
  Redactor,
  RunningSink,
  Storage,
  WaypostEvent,
} from '../core/index.js'
import { createDocumentRecord, noRecord } from './document-record.js'
import { guarded, warn } from './diagnostics.js'
import { afterLoad, clock, newId, schedule } from './environment.js'
import type { WaypostOptions } from './options.js'
import { documentType, readScroll, referrerProperties } from './page-facts.js'
import { locate, parseUrl } from './page-location.js'
import { stubSink } from './sinks/stub-sink.js'
import type { NavigationSource } from './sources/navigation-source.js'
import { watchPage } from './watch-page.js'

/** Options of one `capture()`. */
export interface CaptureOptions {
  /** Groups that the event belongs to: `{ team: 't1' }`. */
  groups?: Readonly<Record<string, string>>
  /** When it happened, milliseconds since the Unix epoch. Default: now. */
  timestamp?: number
  /** Absolute URL of the page where it happened. Default: the present page. */
  url?: string
}

/** Milliseconds between two writings of the last state of a view. */
const KEEP = 1_000

/** Milliseconds in which a library like posthog-js has sent what it was given. */
const UNSURE = 4_000

/** What is kept of the open view for a later document. */
interface LastState {
  /** Its own event, as long as it may be lost with this document. */
  view: WaypostEvent | undefined
  leave: WaypostEvent
  /** Who they are from, as each of the sinks says. */
  senders: (Properties | undefined)[]
}

/** One run of the tracker, from the moment when it may track until it may no longer. */
export interface Tracking {
  readonly views: PageViews
  readonly recorded: readonly WaypostEvent[]
  capture(event: string, properties?: Properties, options?: CaptureOptions): void
  identify(id: string, set?: Properties, setOnce?: Properties): void
  group(type: string, key: string, set?: Properties): void
  reset(): void
  useSource(source: NavigationSource): void
  flush(): Promise<void>
  /** Ends the view, takes out every listener and patch. */
  stop(): void
  /** Takes everything out and sends nothing more, not even the leave; deletes what documents have kept (rule C3). */
  silence(): void
}

/**
 * Tracks the pages of this document, from now on.
 *
 * @param storage of the origin, and of the tab
 */
export function startTracking(
  options: WaypostOptions,
  source: NavigationSource,
  [storage, tabStorage]: readonly [Storage, Storage],
  explain?: (decision: Decision) => void,
): Tracking {
  const { sink = stubSink(), beforeSend = [], persistence, hashRouting, scrollContainer } = options
  const session = createSession(clock, newId, storage)
  const record = persistence === 'memory' ? noRecord : createDocumentRecord(clock, schedule, newId)
  const policy = createRedactor(options)
  const mask = options.maskSecrets === false ? undefined : createMask()
  const redact: Redactor = (location) => {
    mask?.learn(location)
    return policy(location)
  }
  const tidy = (properties: Properties, secrets: Mask | undefined) =>
    clean(properties, secrets, (name, reason) => warn('W010', `${name}: ${reason}`))
  let running = true
  let exiting = false

  const hooks = [beforeSend].flat()
  /** Lets an event pass to the sinks. */
  const pass = (event: WaypostEvent, deliver: (event: WaypostEvent) => void, kept?: boolean) => {
    try {
      const result = applyBeforeSend(event, hooks, kept)
      if (result) deliver({ ...result, properties: tidy(result.properties, mask) })
    } catch (error) {
      warn('W004', error)
    }
  }
  /** What an app says of a person or a group on purpose is theirs to say, e-mail addresses too. */
  const person = (properties: Properties | undefined) => properties && tidy(properties, undefined)
  let latest: WaypostEvent | undefined
  const emit = (event: WaypostEvent) =>
    pass(event, (result) => {
      if (event.event === '$pageview') latest = result
      each((target) => target.capture(result, exiting))
    })

  const views = createPageViews(
    {
      clock,
      schedule,
      afterLoad,
      session,
      newId,
      redact,
      emit,
      keep: () => keep(),
      documentType,
      readTitle: () => document.title,
      readScroll: () => readScroll(scrollContainer),
      referrer: () => referrerProperties(redact),
      ...(explain && { explain }),
    },
    options,
  )
  const context = {
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
  const sinks: RunningSink[] = []
  for (const start of [sink].flat()) guarded(() => void sinks.push(start(context)))()

  /** Calls every sink; one that fails does not keep the others from it. */
  const each = (action: (target: RunningSink) => void) => {
    if (running) sinks.forEach(guarded(action))
  }
  const flush = async (when?: 'hidden' | 'exit') => {
    await Promise.allSettled(sinks.map(async (target) => target.flush?.(when)))
  }

  record.part(
    'view',
    (): LastState | undefined => {
      const leave = views.lastState()
      const unsure = latest && clock.now() - latest.timestamp < UNSURE
      return (
        leave && {
          view: unsure ? latest : undefined,
          leave,
          senders: sinks.map((target) => target.sender?.()),
        }
      )
    },
    (content) => {
      const { view, leave, senders } = content as LastState
      const give = (event: WaypostEvent, wanted: (target: RunningSink) => boolean) =>
        sinks.forEach((target, index) => {
          if (wanted(target)) target.capture(event, false, senders[index])
        })
      if (view) give(view, ({ durable }) => !durable)
      pass(leave, (result) => give(result, () => true))
    },
  )
  /** Keeps the last state of the view, for the case that nothing more is heard of this document (rules L4 and L5). */
  function keepNow() {
    cancelKeep?.()
    cancelKeep = undefined
    void record.save()
    const leave = views.lastState()
    if (!leave || !window.fetchLater) return
    each((target) => target.defer && pass(leave, (result) => target.defer?.(result), true))
  }
  let cancelKeep: (() => void) | undefined
  const keep = () => {
    cancelKeep ??= schedule(keepNow, KEEP)
  }

  /** Ends the view by what `end` does. What is captured now has to survive the page. */
  const leave = (end: () => void) => () => {
    exiting = true
    guarded(end)()
    exiting = false
    // After the leave, so that all that is due goes in one request.
    void flush('exit')
    cancelKeep?.()
    cancelKeep = undefined
    record.leave()
  }

  record.open()
  const stopWatching = watchPage(views, {
    hidden() {
      keepNow()
      void flush('hidden')
    },
    exit: leave(views.exit),
    resume() {
      record.open()
      views.resume()
    },
  })
  let stopSource = () => {}
  const useSource = guarded((next: NavigationSource) => {
    stopSource()
    views.restart()
    stopSource = next(views)
  })
  useSource(source)

  function stopSinks() {
    each((target) => target.stop?.())
    running = false
  }
  function end(...last: (() => void)[]) {
    if (!running) return
    stopSource()
    stopWatching()
    for (const step of last) step()
  }

  return {
    views,
    get recorded() {
      return sinks.flatMap((target) => target.recorded ?? [])
    },
    capture: guarded((event, properties, { groups, timestamp = clock.now(), url } = {}) => {
      if (typeof event !== 'string' || !event) return warn('W008')
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
          ...properties,
        },
      })
    }),
    identify(id, set, setOnce) {
      const [own, first] = [person(set), person(setOnce)]
      each((target) => target.identify?.(id, own, first))
    },
    group(type, key, set) {
      const own = person(set)
      each((target) => target.group?.(type, key, own))
    },
    reset: () => each((target) => target.reset?.()),
    useSource,
    flush: () => flush(),
    stop: () => end(leave(views.stop), stopSinks),
    silence() {
      end(stopSinks, leave(views.stop))
      record.clear()
    },
  }
}
