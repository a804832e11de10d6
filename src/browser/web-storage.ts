import { memoryStorage } from '../core/index.js'
import type { Storage } from '../core/index.js'

const PREFIX = 'waypost_'

/**
 * A store over `localStorage` or `sessionStorage`. Storage that is disabled, full or throwing is no storage:
 * then values live in this document only.
 */
export function webStorage(kind: 'localStorage' | 'sessionStorage'): Storage {
  const memory = memoryStorage()
  function attempt<T>(action: (storage: globalThis.Storage) => T): T | undefined {
    try {
      return action(window[kind])
    } catch {
      return undefined
    }
  }
  return {
    get: (key) => attempt((storage) => storage.getItem(PREFIX + key)) ?? memory.get(key),
    set(key, value) {
      memory.set(key, value)
      attempt((storage) => storage.setItem(PREFIX + key, value))
    },
    remove(key) {
      memory.remove(key)
      attempt((storage) => storage.removeItem(PREFIX + key))
    },
  }
}
