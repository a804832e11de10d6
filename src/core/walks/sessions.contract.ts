import type { ExpectedSession } from './facts.contract.js'

const MINUTE = 60_000
const IDLE = 30 * MINUTE
const LONGEST = 24 * 60 * MINUTE
/** A tab tells the others that it is in use so often, milliseconds: they may take a session for over by so much too soon. */
const TOLD = 10_000

/** The sessions of a user, by PostHog's rules: over after half an hour without activity, or after a day (rule L8). */
export function createSessions() {
  let latest: ExpectedSession | undefined
  let doubtful = false

  /** The session that goes on at a moment, if one does. */
  function current(now: number): ExpectedSession | undefined {
    if (!latest) return undefined
    const idle = now - latest.active
    doubtful ||= idle < IDLE && idle >= IDLE - TOLD
    return idle < IDLE && now - latest.started < LONGEST ? latest : undefined
  }
  return {
    /** There is more than one tab. */
    shared: false,
    current,
    /** Something happens: the session goes on, or a new one begins. */
    active(now: number): ExpectedSession {
      latest = current(now) ?? { started: now, active: now, views: 0 }
      latest.active = now
      return latest
    },
    /** No other has begun since. */
    isLatest: (session: ExpectedSession) => session === latest,
    /** All is forgotten. */
    clear: () => void (latest = undefined),
    /** With several tabs there was a moment when nobody could say whether the session went on. */
    get doubtful() {
      return doubtful
    },
  }
}

export type Sessions = ReturnType<typeof createSessions>
