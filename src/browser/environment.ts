import { uuidv7 } from '../core/index.js'
import type { Clock, Schedule } from '../core/index.js'
import { guarded } from './diagnostics.js'
import { listen } from './listen.js'

/** What the core is given of this browser. */

export const clock: Clock = { now: () => Date.now(), elapsed: () => performance.now() }

export const schedule: Schedule = (task, delay) => {
  const timer = setTimeout(
    guarded(() => task()),
    delay,
  )
  return () => clearTimeout(timer)
}

/** The document has run its modules and deferred scripts, the app among them. */
function hasLoaded() {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return entry ? entry.domContentLoadedEventStart > 0 : document.readyState !== 'loading'
}

/** A timer that does not begin to count before the document has loaded. */
export const afterLoad: Schedule = (task, delay) => {
  if (hasLoaded()) return schedule(task, delay)
  let cancel = () => {}
  const stop = listen(document, 'DOMContentLoaded', () => {
    cancel = schedule(task, delay)
  })
  return () => {
    stop()
    cancel()
  }
}

/** Runs a task when the page has been drawn, as it is now. One that nobody sees is not drawn: then soon. */
export function afterFrame(task: () => void): void {
  const soon = () => void schedule(task, 0)
  if (document.visibilityState === 'visible') requestAnimationFrame(soon)
  else soon()
}

export const newId = (): string => uuidv7(clock.now(), crypto.getRandomValues(new Uint8Array(10)))

/** Runs a task when the browser has nothing better to do, a second from now at the latest. Returns its cancellation. */
export function whenIdle(task: () => void): () => void {
  // Safari has no such callback.
  if (!window.requestIdleCallback) return schedule(task, 1)
  const handle = requestIdleCallback(guarded(task), { timeout: 1_000 })
  return () => cancelIdleCallback(handle)
}
