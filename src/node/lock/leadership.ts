import type { Held, Lock } from './lock.js'

export interface LeadershipOptions {
  /** Chooses one of several replicas. None: there is one, and it leads. */
  readonly lock: Lock | undefined
  /** Runs what may hang, for a limited time; it rejects once `signal` has. */
  readonly bounded: <T>(task: () => Promise<T>) => Promise<T>
  readonly signal: AbortSignal
}

/** Whether this replica is the one that acts for all of them. */
export function createLeadership({ lock, bounded, signal }: LeadershipOptions) {
  let held: Held | undefined

  return {
    /** Asks anew each time: whoever led may have lost the lock, and whoever did not may get it. */
    async leads(): Promise<boolean> {
      if (!lock) return true
      const before = held
      if (before) {
        if (await bounded(() => before.isHeld()).catch(() => false)) return true
        // Else what ends this lets it go.
        signal.throwIfAborted()
        await bounded(() => before.release()).catch(() => {})
        held = undefined
      }
      let acquiring: Promise<Held | undefined> | undefined
      try {
        held = await bounded(() => (acquiring = lock.acquire()))
      } catch (error) {
        // What comes after its time is given back, or nobody would ever lead again.
        void acquiring?.then((late) => late?.release()).catch(() => {})
        throw error
      }
      return held !== undefined
    },
    /** Takes what is held, for whoever lets it go. */
    take(): Held | undefined {
      const last = held
      held = undefined
      return last
    },
  }
}
