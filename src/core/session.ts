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

export function createSession(clock: Clock, newId: () => string, storage: Storage): Session {
  function read() {
    const [id, started, active, views] = (storage.get(KEY) ?? '').split(' ')
    const now = clock.now()
    const state = { id: id ?? '', started: Number(started), active: Number(active), views: Number(views) || 0 }
    // Written so that anything unreadable is a new session too.
    const lives = state.id && now - state.active < IDLE && now - state.started < LONGEST
    return lives ? state : { id: newId(), started: now, active: now, views: 0 }
  }
  function touch(views: number) {
    const state = read()
    state.views += views
    state.active = Math.max(state.active, clock.now())
    storage.set(KEY, [state.id, state.started, state.active, state.views].join(' '))
    return state
  }
  return {
    id: () => touch(0).id,
    nextView: () => touch(1).views,
  }
}
