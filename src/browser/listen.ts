import { guarded } from './diagnostics.js'

/** Adds a passive, capturing listener for each of the types, named with blanks between; returns their removal. */
export function listen(target: EventTarget, types: string, listener: (event: Event) => void): () => void {
  const safe = guarded(listener)
  const options = { passive: true, capture: true }
  for (const type of types.split(' ')) target.addEventListener(type, safe, options)
  return () => {
    for (const type of types.split(' ')) target.removeEventListener(type, safe, options)
  }
}

/** One teardown of many, run in reverse order, once. */
export const together =
  (...teardowns: (() => void)[]): (() => void) =>
  () => {
    for (const teardown of teardowns.splice(0).reverse()) teardown()
  }
