/** Which events have been here lately, by their project and their uuid. */
export interface RecentIds {
  /** Whether it has been asked for this one before; from now on it has. */
  isRepeated(token: string, uuid: string): boolean
  /** Forgets those of a project, or all. */
  forget(token?: string): void
}

/**
 * Remembers at least the last `most`, and at most twice as many: two sets, the older of which goes as a whole. To take the oldest
 * out of a single set takes the longer the more have been taken out of it: its places are walked over each time.
 */
export function createRecentIds(most: number): RecentIds {
  let newer = new Set<string>()
  let older = new Set<string>()

  return {
    isRepeated(token, uuid) {
      const key = `${token}\n${uuid}`
      if (newer.has(key)) return true
      const isKnown = older.has(key)
      newer.add(key)
      if (newer.size >= most) [older, newer] = [newer, new Set()]
      return isKnown
    },
    forget(token) {
      for (const keys of [newer, older]) {
        for (const key of keys) if (token === undefined || key.startsWith(`${token}\n`)) keys.delete(key)
      }
    },
  }
}
