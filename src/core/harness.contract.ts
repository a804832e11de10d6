import type {
  Clock,
  NavigationType,
  PageRoute,
  PageViewsOptions,
  ScrollPosition,
  WaypostEvent,
} from './index.js'
import { createPageViews, createRedactor, createSession } from './index.js'
import type { Confirmed, Decision, PageLocation, Schedule, Storage, UrlPolicyOptions } from './index.js'

/** Where the virtual wall clock starts. */
export const START = Date.UTC(2030, 0, 1)

/** Wall clock and monotonic clock that only move when told, and the timers that run on the latter. */
export function createVirtualTime() {
  let wall = START
  let monotonic = 5_000
  let tasks: { due: number; task: () => void }[] = []

  const clock: Clock = { now: () => wall, elapsed: () => monotonic }
  const schedule: Schedule = (task, delay) => {
    const entry = { due: monotonic + delay, task }
    tasks.push(entry)
    return () => {
      tasks = tasks.filter((other) => other !== entry)
    }
  }
  /** Runs what is due until the monotonic clock shows `end`. Tasks of one moment run in the order they were made. */
  function run(end: number) {
    for (;;) {
      const next = tasks.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0]
      if (!next) break
      tasks.splice(tasks.indexOf(next), 1)
      const step = Math.max(0, next.due - monotonic)
      monotonic += step
      wall += step
      next.task()
    }
    wall += end - monotonic
    monotonic = end
  }

  return {
    clock,
    schedule,
    /** Time passes, timers fire. `advance(0)` is the next task. */
    advance: (milliseconds: number) => run(monotonic + milliseconds),
    /** The machine sleeps: no timer fires. On some systems the monotonic clock runs on meanwhile. */
    sleep(milliseconds: number, monotonicRuns: boolean) {
      wall += milliseconds
      if (monotonicRuns) monotonic += milliseconds
      run(monotonic)
    },
    /** Somebody sets the system clock. */
    setClock(milliseconds: number) {
      wall += milliseconds
    },
    /** Number of timers that wait. */
    get pending() {
      return tasks.length
    },
  }
}

/** Ids in a row: `id-1`, `id-2`… */
export function createIds(name = 'id') {
  let count = 0
  return () => `${name}-${++count}`
}

/** Storage in memory, to be read and spoilt. */
export function createMemory() {
  const values = new Map<string, unknown>()
  const storage: Storage = { get: (key) => values.get(key), set: (key, value) => void values.set(key, value) }
  return { storage, values }
}

/** The page `/path?query#hash` of one site. */
export function at(path: string, route?: PageRoute): PageLocation {
  const { href, origin, host, pathname, searchParams, hash } = new URL(path, 'https://app.example')
  return { url: href, base: origin, host, path: pathname, query: [...searchParams], hash, route }
}

/** What a test may say of a visit; the rest of {@link Confirmed} is a plain push. */
export interface Visit extends Partial<Omit<Confirmed, 'location'>> {
  route?: PageRoute
}

interface HarnessOptions extends PageViewsOptions, UrlPolicyOptions {
  /** The document is visible from the start. Default: true. */
  visible?: boolean
  documentType?: NavigationType
}

/** Page views in a document without a browser. */
export function createHarness({ visible = true, documentType = 'load', ...options }: HarnessOptions = {}) {
  const time = createVirtualTime()
  const events: WaypostEvent[] = []
  const page: { title: string; scroll: ScrollPosition | undefined } = {
    title: 'index.html',
    scroll: { top: 0, viewport: 600, content: 3000 },
  }
  const decisions: Decision[] = []
  let kept = 0
  const { storage } = createMemory()
  const ids = createIds()
  const session = createSession(time.clock, createIds('session'), storage)
  const pageViews = createPageViews(
    {
      clock: time.clock,
      schedule: time.schedule,
      session,
      newId: ids,
      redact: createRedactor(options),
      readTitle: () => page.title,
      readScroll: () => page.scroll,
      documentType: () => documentType,
      referrer: () => ({ $referrer: '$direct', $referring_domain: '$direct' }),
      emit: (event) => void events.push(event),
      keep: () => void (kept += 1),
      explain: (decision) => void decisions.push(decision),
    },
    options,
  )
  if (visible) pageViews.visibility(true)
  pageViews.attention({ focused: true })

  const named = (name: string) => events.filter(({ event }) => event === name)

  return {
    ...time,
    page,
    events,
    decisions,
    pageViews,
    session,
    /** How often the last state was to be kept anew. */
    kept: () => kept,
    pending: () => time.pending,
    /** A navigation is confirmed. Nothing else happens: no task runs, no time passes. */
    visit: (path: string, { route, type = 'push', ...more }: Visit = {}) =>
      pageViews.confirmed({ location: at(path, route), type, ...more }),
    /** The title changes, and the page is told. */
    setTitle(title: string) {
      page.title = title
      pageViews.titleChanged()
    },
    /** The page is told of its new scroll position. */
    scrollTo(top: number) {
      if (page.scroll) page.scroll = { ...page.scroll, top }
      pageViews.scrolled()
    },
    pageviews: () => named('$pageview'),
    leaves: () => named('$pageleave'),
    /** What came out so far, in short: `view /a`, `leave /a`. */
    log: () => events.map(({ event, properties }) => `${event.slice(5)} ${String(properties['$pathname'])}`),
    /** One property of every event of a name. */
    all: (name: '$pageview' | '$pageleave', property: string) =>
      named(name).map(({ properties }) => properties[property]),
  }
}
