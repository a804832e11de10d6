import { guarded } from './diagnostics.js'

/** Adds a passive listener; returns its removal. */
export function listen(
  target: EventTarget,
  type: string,
  listener: (event: Event) => void,
  capture = false,
): () => void {
  const safe = guarded(listener)
  const options = { passive: true, capture }
  target.addEventListener(type, safe, options)
  return () => target.removeEventListener(type, safe, options)
}

/** One teardown of many, run in reverse order, once. */
export function together(...teardowns: (() => void)[]): () => void {
  return () => {
    for (const teardown of teardowns.splice(0).reverse()) teardown()
  }
}
