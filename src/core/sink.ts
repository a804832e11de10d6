import type { Clock, Schedule } from './clock.js'
import type { Properties, WaypostEvent } from './events.js'
import type { Session } from './session.js'
import type { Storage } from './storage.js'

/** What a sink gets of its tracker when it starts. */
export interface SinkContext {
  clock: Clock
  schedule: Schedule
  newId(): string
  session: Session
  /** Survives the tab, unless persistence is `'memory'`. */
  storage: Storage
  /** Survives a reload, not the tab, unless persistence is `'memory'`. */
  tabStorage: Storage
  /** Id of the open view, for events that a sink's own library makes. */
  viewId(): string | undefined
}

/** When events have to be on their way: `'soon'` (asked for), `'hidden'` (the tab may be killed), `'exit'` (the document goes). */
export type FlushReason = 'soon' | 'hidden' | 'exit'

/**
 * Where events go. A sink is the only thing that knows its receiver.
 *
 * No method may throw, and none may wait: a sink that isn't ready keeps what it is given, with its own time.
 * After `stop()` a sink takes nothing more.
 */
export interface Sink {
  /** Shown in messages. */
  readonly name: string
  /** Called once, before anything else. */
  start?(context: SinkContext): void
  /** `exit`: the document is going; what is given now must survive it. */
  capture(event: WaypostEvent, exit: boolean): void
  /** What a sink that only records has recorded. */
  readonly recorded?: readonly WaypostEvent[]
  identify?(id: string, set?: Properties, setOnce?: Properties): void
  group?(type: string, key: string, set?: Properties): void
  reset?(): void
  /** Resolves when everything given so far was handed over. */
  flush?(reason: FlushReason): Promise<void> | void
  /** Undoes what `start` did. Idempotent. */
  stop?(): void
}
