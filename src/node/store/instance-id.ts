import { randomUUID } from 'node:crypto'
import type { Store } from './store.js'

const KEY = 'instance-id'
const UUID = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i

/**
 * The id of an install: a random UUID, made when it is first asked for, so that an install which is switched off has
 * none. A damaged one is replaced. Where it can't be kept, it lasts as long as the process.
 */
export function createInstanceId(store: Store, newId: () => string = randomUUID): () => Promise<string> {
  let known: Promise<string> | undefined

  async function find(): Promise<string> {
    const made = newId()
    try {
      // Several processes may be here for the first time at once: one id is kept, and all have it.
      const kept = (await store.get(KEY)) ?? (await store.add(KEY, made))
      if (UUID.test(kept)) return kept.toLowerCase()
      await store.set(KEY, made)
    } catch {
      // A disk that is full or read-only is no reason to send nothing.
    }
    return made
  }
  return () => (known ??= find())
}
