import type { Clock } from './clock.js'
import type { Storage } from './storage.js'

const MINUTE = 60_000
/** PostHog's own limits: a session ends after 30 idle minutes, or after 24 hours. */
const IDLE = 30 * MINUTE
const LONGEST = 24 * 60 * MINUTE
/** Milliseconds after which other tabs hear again that this one is in use. */
const TELL = 10_000

const KEY = 'session'

/** A session by PostHog's rules, shared by the tabs that share its storage. */
export interface Session {
  /** The session that goes on at this moment; undefined when the last one has ended. Asking is no activity. */
  current(): string | undefined
  /** Something happens: the session goes on, or a new one begins. Returns its id. */
  id(): string
  /** The next view number, 1, 2, 3…, in the session that `id()` last told. */
  nextView(): number
}

interface State {
  id: string
  started: number
  active: number
  views: number
}

export function createSession(clock: Clock, newId: () => string, storage: Storage): Session {
  /** The session as this document last knew it; its activity is exact, while the stored one may lag. */
  let known: State | undefined

  const stored = () => Object(storage.get(KEY)) as Partial<State>
  function alive(): State | undefined {
    const now = clock.now()
    const { id = '', started, active, views } = stored()
    const last = known?.id === id ? Math.max(known.active, Number(active)) : Number(active)
    // Asked so that anything unreadable is over too.
    if (!id || !(now - last < IDLE && now - Number(started) < LONGEST)) return undefined
    return { id, started: Number(started), active: last, views: Number(views) || 0 }
  }
  function id(): string {
    const now = clock.now()
    const state = alive() ?? { id: newId(), started: now, active: now, views: 0 }
    known = { ...state, active: now }
    // Not each time: storage that other tabs share is not free.
    if (Number(stored().active) + TELL > now && stored().id === state.id) return state.id
    storage.set(KEY, known)
    return state.id
  }
  return {
    current: () => alive()?.id,
    id,
    nextView() {
      if (!known) id()
      const { id: sharedId, views } = stored()
      const shared = sharedId === known?.id
      // A session that has ended meanwhile is counted on for its last views.
      const state = { ...(known as State), ...(shared && { views: Number(views) }) }
      known = { ...state, views: state.views + 1 }
      if (shared) storage.set(KEY, known)
      return known.views
    },
  }
}
