import type { Storage } from '../core/index.js'

const PREFIX = 'waypost_'

/** A store whose every trace can be taken away. */
export interface ClearableStorage extends Storage {
  /** From now on values outlive this document. What was stored already wins over what was not. */
  persist(): void
  /** Deletes everything, but what is under the key `keep`. */
  clear(keep?: string): void
}

/**
 * A store over `localStorage` or `sessionStorage`, once it may persist; over nothing but memory without a kind. Storage
 * that is disabled, full or throwing is no storage: then values live in this document only.
 */
export function createStorage(kind?: 'localStorage' | 'sessionStorage'): ClearableStorage {
  /** What was last known of it: WebKit takes the storage away from a page that closes. */
  const memory = new Map<string, unknown>()
  /** What only memory has, for it could not be stored. */
  const unstored = new Set<string>()
  let persists = false

  function get(key: string): unknown {
    try {
      if (persists && kind && !unstored.has(key))
        memory.set(key, JSON.parse(window[kind].getItem(PREFIX + key) ?? 'null') ?? undefined)
    } catch {
      // Memory has it.
    }
    return memory.get(key)
  }
  function set(key: string, value: unknown) {
    memory.set(key, value)
    if (!persists || !kind) return
    try {
      if (value === undefined) window[kind].removeItem(PREFIX + key)
      else window[kind].setItem(PREFIX + key, JSON.stringify(value))
      unstored.delete(key)
    } catch {
      unstored.add(key)
    }
  }
  return {
    get,
    set,
    persist() {
      persists = true
      for (const [key, value] of [...memory]) if (get(key) === undefined) set(key, value)
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
