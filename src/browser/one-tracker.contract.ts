import { afterEach, beforeEach } from 'vitest'
import { posthogSink } from './sinks/posthog-sink.js'
import { HOST, wire } from './sinks/wire.contract.js'
import { createWaypost } from './tracker.js'
import type { Waypost } from './tracker.js'

const databases = async () => (await indexedDB.databases()).map(({ name }) => name)

/** A tracker for each test, on a page that nobody has been on before. */
export function oneTracker() {
  let waypost: Waypost | undefined
  beforeEach(async () => {
    wire.reset()
    localStorage.clear()
    sessionStorage.clear()
    history.replaceState(null, '', '/a')
    const deletion = indexedDB.deleteDatabase('waypost')
    await new Promise((resolve) => (deletion.onsuccess = resolve))
  })
  afterEach(() => {
    waypost?.stop()
    waypost = undefined
    localStorage.clear()
  })
  return {
    start: (options: object = {}) =>
      (waypost = createWaypost({
        titleWait: 0,
        sink: posthogSink({ key: wire.newKey(), host: HOST }),
        ...options,
      })),
    /** The one that has started last. */
    get waypost() {
      return waypost
    },
    databases,
    /** Everything that is stored. */
    stored: async () => ({ ...localStorage, ...sessionStorage, ...(await databases()) }),
  }
}
