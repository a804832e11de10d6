import type { Storage } from '../core/index.js'

const PREFIX = 'waypost_'

/** A store whose every trace can be taken away. */
export interface ClearableStorage extends Storage {
  /** Deletes everything, but what is under the key `keep`. */
  clear(keep?: string): void
}

/**
 * A store over `localStorage` or `sessionStorage`; over nothing but memory without a kind. Storage that is disabled,
 * full or throwing is no storage: then values live in this document only.
 */
export function createStorage(kind?: 'localStorage' | 'sessionStorage'): ClearableStorage {
  const memory = new Map<string, unknown>()
  return {
    get(key) {
      try {
        const text = kind && window[kind].getItem(PREFIX + key)
        if (text) return JSON.parse(text)
      } catch {
        // Unreadable is absent.
      }
      return memory.get(key)
    },
    set(key, value) {
      memory.set(key, value)
      try {
        if (kind && value === undefined) window[kind].removeItem(PREFIX + key)
        else if (kind) window[kind].setItem(PREFIX + key, JSON.stringify(value))
      } catch {
        // Memory has it.
      }
    },
    clear(keep) {
      for (const key of memory.keys()) if (key !== keep) memory.delete(key)
      try {
        for (const key of kind ? Object.keys(window[kind]) : [])
          if (kind && key.startsWith(PREFIX) && key !== PREFIX + keep) window[kind].removeItem(key)
      } catch {
        // There is nothing to take away.
      }
    },
  }
}
