import type { Storage } from '../core/index.js'

const PREFIX = 'waypost_'

/**
 * A store over `localStorage` or `sessionStorage`; over nothing but memory without a kind. Storage that is disabled,
 * full or throwing is no storage: then values live in this document only.
 */
export function createStorage(kind?: 'localStorage' | 'sessionStorage'): Storage {
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
  }
}
