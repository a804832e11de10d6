import type { Clock } from './clock.js'
import type { Storage } from './storage.js'

const MINUTE = 60_000
/** PostHog's own limits: a session ends after 30 idle minutes, or after 24 hours. */
const IDLE = 30 * MINUTE
const LONGEST = 24 * 60 * MINUTE

const KEY = 'session'

/** A session by PostHog's rules, shared by the tabs that share its storage. */
export interface Session {
  /** Id of the session that an event at this moment belongs to; a new one when the last has ended. */
  id(): string
  /** The next view number in it: 1, 2, 3… */
  nextView(): number
}

interface State {
  id: string
  started: number
  active: number
  views: number
}

export function createSession(clock: Clock, newId: () => string, storage: Storage): Session {
  function touch(newViews: number): State {
    const now = clock.now()
    const stored = Object(storage.get(KEY)) as Partial<State>
    // Asked so that anything unreadable is over too.
    const lives = now - Number(stored.active) < IDLE && now - Number(stored.started) < LONGEST
    const state = { id: '', started: now, views: 0, ...(lives && stored), active: now }
    state.id ||= newId()
    state.views += newViews
    storage.set(KEY, state)
    return state
  }
  return {
    id: () => touch(0).id,
    nextView: () => touch(1).views,
  }
}
