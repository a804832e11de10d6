import { createSession, uuidv7 } from '../../core/index.js'
import type { SinkContext, WaypostEvent } from '../../core/index.js'
import { noRecord } from '../document-record.js'
import { createStorage } from '../web-storage.js'

/** A context as the tracker makes it, with timers that end when the test says so. */
export function createContext(persistence: 'localStorage' | 'memory' = 'memory') {
  const tasks = new Set<() => void>()
  const clock = { now: () => Date.now(), elapsed: () => performance.now() }
  const newId = () => uuidv7(clock.now(), crypto.getRandomValues(new Uint8Array(10)))
  const kept = persistence === 'localStorage'
  const storage = createStorage(kept ? 'localStorage' : undefined)
  const tabStorage = createStorage(kept ? 'sessionStorage' : undefined)
  for (const store of [storage, tabStorage]) store.persist()
  const open: { view?: string } = {}
  const context: SinkContext = {
    clock,
    newId,
    storage,
    tabStorage,
    session: createSession(clock, newId, storage),
    record: noRecord,
    viewId: () => open.view,
    protect: (text) => text.replace(/secret/g, '***'),
    schedule(task) {
      tasks.add(task)
      return () => tasks.delete(task)
    },
  }
  return {
    context,
    /** The view that is open. */
    open,
    /** Timers that run. */
    timers: () => tasks.size,
    /** Ends the timers that run now. */
    elapse() {
      for (const task of [...tasks]) {
        tasks.delete(task)
        task()
      }
    },
  }
}

/** The session of every event. */
export const SESSION = uuidv7(Date.UTC(2026, 0, 1), new Uint8Array(10))

let count = 0

/** A view, as the state machine makes it; long ago, and of a page that is not shown. */
export function pageview(properties: Record<string, unknown> = {}): WaypostEvent {
  count += 1
  const timestamp = Date.UTC(2026, 0, 1) + count * 1000
  const uuid = uuidv7(timestamp, crypto.getRandomValues(new Uint8Array(10)))
  const path = `/page/${count}`
  return {
    event: '$pageview',
    uuid,
    timestamp,
    session: SESSION,
    properties: {
      $current_url: `https://app.example${path}`,
      $host: 'app.example',
      $pathname: path,
      $referrer: '$direct',
      title: `Page ${count}`,
      $pageview_id: uuid,
      view_number: count,
      navigation_type: 'push',
      route_name: undefined,
      ...properties,
    },
  }
}

/** Its leave. */
export function pageleave(view: WaypostEvent): WaypostEvent {
  const { $current_url, $host, $pathname, title } = view.properties
  return {
    event: '$pageleave',
    uuid: uuidv7(view.timestamp, crypto.getRandomValues(new Uint8Array(10))),
    timestamp: view.timestamp + 500,
    session: SESSION,
    properties: {
      ...{ $current_url, $host, $pathname, title },
      $pageview_id: view.uuid,
      $prev_pageview_id: view.uuid,
      $prev_pageview_pathname: $pathname,
      $prev_pageview_duration: 0.5,
      $prev_pageview_max_scroll: 12,
      leave_reason: 'navigation',
    },
  }
}
