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

/**
 * Where events go. A sink is the only thing that knows its receiver. Called once by the tracker that it is given to.
 *
 * @example
 * const consoleSink: Sink = () => ({ capture: (event) => console.log(event) })
 */
export type Sink = (context: SinkContext) => RunningSink

/** No method may throw, and none may wait: a sink that isn't ready keeps what it is given, with its own time. */
export interface RunningSink {
  /** `exit`: the document is going; what is given now must survive it. */
  capture(event: WaypostEvent, exit: boolean): void
  identify?(id: string, set?: Properties, setOnce?: Properties): void
  group?(type: string, key: string, set?: Properties): void
  reset?(): void
  /** Hands over everything given so far. `exit`: the page may be gone before the answer. */
  flush?(exit: boolean): Promise<void> | void
  /** Undoes what the start did. Nothing is given afterwards. */
  stop?(): void
  /** What a sink that only records has recorded. */
  readonly recorded?: readonly WaypostEvent[]
}
