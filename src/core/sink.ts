import type { Clock, Schedule } from './clock.js'
import type { Delivery } from './delivery.js'
import type { Properties, WaypostEvent } from './events.js'
import type { DocumentRecord } from './record.js'
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
  /** What a text may say by the URL policy and without secrets, for events that a sink's own library makes. */
  protect(text: string): string
  /** What outlives this document, for a later one to take on (rule L5). */
  record: DocumentRecord
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
  /**
   * `exit`: the document is going; what is given now must survive it. `sender`: what `sender()` said in a document that
   * is gone, for an event of that document.
   */
  capture(event: WaypostEvent, exit: boolean, sender?: Properties): void
  /** Who an event of this moment would be from: kept with the last state of a view, so that its leave is theirs (rule L5). */
  sender?(): Properties
  /**
   * Puts a leave into the browser's hands, to be sent if this document dies without a word (rule L5). A later call
   * replaces it; an event that carries the leave data of the same view takes it back.
   */
  defer?(event: WaypostEvent): void
  identify?(id: string, set?: Properties, setOnce?: Properties): void
  group?(type: string, key: string, set?: Properties): void
  reset?(): void
  /** What it was given and has not delivered yet is in the record of this document. Default: false. */
  readonly durable?: boolean
  /** Hands over everything given so far. `'hidden'`: the page may never come back. `'exit'`: it goes now. */
  flush?(when?: 'hidden' | 'exit'): Promise<void> | void
  /** Undoes what the start did. Nothing is given afterwards. */
  stop?(): void
  /** How it is doing, if it sends by itself. */
  readonly delivery?: Delivery
  /** What a sink that only records has recorded. */
  readonly recorded?: readonly WaypostEvent[]
}
