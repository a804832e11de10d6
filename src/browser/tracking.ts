import {
  allowed,
  applyBeforeSend,
  clean,
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
  Mask,
  PageViews,
  Properties,
  Redactor,
  RunningSink,
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

/** Milliseconds between two writings of the last state of a view. */
const KEEP = 1_000

/** Milliseconds in which a library like posthog-js has sent what it was given. */
const UNSURE = 4_000

/** Events and calls that are held at most, while the user has not decided. The oldest make room. */
const HELD = 500

/** Storage key of the properties that every event has. */
const REGISTERED = 'registered'

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
  const { sink = stubSink(), beforeSend = [], persistence, allow, hashRouting, scrollContainer } = options
  const kept = persistence !== 'memory'
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
  const tidy = (properties: Properties, secrets: Mask | undefined) =>
    clean(properties, secrets, (name, reason) => warn('W010', `${name}: ${reason}`))
  let running = true
  let exiting = false
  /** What waits for the user to agree. */
  let held: ((target: RunningSink) => void)[] | undefined = []

  const registered = () => Object(storage.get(REGISTERED)) as Properties
  /** With what was registered at this moment. */
  const equip = (event: WaypostEvent): WaypostEvent => ({
    ...event,
    properties: { ...allowed(allow, event.event, registered()), ...event.properties },
  })

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
    pass(equip(event), (result) => {
      if (event.event === '$pageview') latest = result
      const exit = exiting
      each((target) => target.capture(result, exit))
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

  /** Calls every sink, as soon as it may; one that fails does not keep the others from it. */
  const each = (action: (target: RunningSink) => void) => {
    if (!running) return
    if (!held) sinks.forEach(guarded(action))
    else if (held.push(action) > HELD) held.shift()
  }
  const flush = async (when?: 'hidden' | 'exit') => {
    await Promise.allSettled(sinks.map(async (target) => target.flush?.(when)))
  }

  const lastState = () => {
    const leave = views.lastState()
    return leave && equip(leave)
  }
  const keepView = () =>
    record.part(
      'view',
      (): LastState | undefined => {
        const leave = lastState()
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
    if (held) return
    void record.save()
    const leave = lastState()
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

  function release() {
    if (!held) return
    const waiting = held
    held = undefined
    storage.persist()
    tabStorage.persist()
    for (const start of [sink].flat()) guarded(() => void sinks.push(start(context)))()
    keepView()
    record.open()
    for (const action of waiting) each(action)
    keep()
  }
  const stopWatching = watchPage(views, {
    hidden() {
      keepNow()
      void flush('hidden')
    },
    exit: leave(views.exit),
    resume() {
      if (!held) record.open()
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

  function stopSinks() {
    each((target) => target.stop?.())
    running = false
    held = undefined
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
    get delivery() {
      return sinks.find(({ delivery }) => delivery)?.delivery
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
      const [own, first] = [person(set), person(setOnce)]
      each((target) => target.identify?.(id, own, first))
    },
    group(type, key, set) {
      const own = person(set)
      each((target) => target.group?.(type, key, own))
    },
    register: guarded((properties) =>
      storage.set(REGISTERED, { ...registered(), ...tidy(properties, mask) }),
    ),
    unregister(property) {
      const rest = { ...registered() }
      Reflect.deleteProperty(rest, property)
      storage.set(REGISTERED, rest)
    },
    reset() {
      storage.set(REGISTERED, undefined)
      each((target) => target.reset?.())
    },
    useSource,
    flush: () => flush(),
    stop: () => end(leave(views.stop), stopSinks),
    silence() {
      end(stopSinks, leave(views.stop))
      record.clear()
    },
  }
}
