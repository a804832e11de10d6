import type { CollectedEvent } from '../types.js'

/** What a query may bind to `$1`, `$2`… */
export type Parameter = string | number | boolean | null

/** A row as JSON has it: times are ISO 8601, integers that are too large for a number are texts. */
export type Row = Readonly<Record<string, unknown>>

/** The fields of a collected event that are kept for good. `seq` and the facts of the request are not. */
export type ArchivedEvent = Omit<CollectedEvent, 'seq' | 'request' | 'duplicate'>

export interface ArchiveStatus {
  /** `disk`: in the folder. `memory`: until the process ends. */
  readonly kind: 'disk' | 'memory'
  /** Events that can be asked for. */
  readonly events: number
  /** Events that are safe on disk, and not yet to be asked for. */
  readonly pending: number
  /** Bytes on disk, journal and database. */
  readonly bytes: number
  /** Time of the oldest event kept, ISO 8601. */
  readonly oldest?: string
  /** What went wrong last, and when: a disk that is full. */
  readonly lastError?: { readonly at: string; readonly reason: string }
}

/** Asks one statement of our own, with parameters. */
export interface Reader {
  all(sql: string, parameters?: readonly Parameter[]): Promise<Row[]>
}

/** Keeps events for good, and answers questions about them. */
export interface Archive extends Reader {
  /** Resolves once the events are safe: they survive whatever happens to the process from then on. */
  append(events: readonly ArchivedEvent[]): Promise<void>
  /** Makes everything appended so far part of the answers. Panels call it, at most once a second. */
  refresh(): Promise<void>
  /** Asks several statements, all about the same moment: what arrives meanwhile is in none of the answers. */
  read<T>(task: (reader: Reader) => Promise<T>): Promise<T>
  /**
   * Asks one statement of the operator's: only SELECT, no files, limited in time and rows.
   *
   * @throws {Refusal} 400 `invalid_sql` or `not_a_select`, 408 `query_timeout`
   */
  ask(sql: string, limits: { readonly rows: number; readonly milliseconds: number }): Promise<Answer>
  status(): ArchiveStatus
  close(): Promise<void>
}

export interface Answer {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly Row[]
  /** Whether there were more rows than asked for. */
  readonly truncated: boolean
}

/** How much is kept. Whichever limit is reached first; absent: no limit of this kind. */
export interface Retention {
  /** Days after its arrival that an event is kept. */
  readonly days?: number
  /** Bytes of the database; the events that arrived first go first. The file may be larger: room is used again. */
  readonly bytes?: number
  /** Events; those that arrived first go first. */
  readonly events?: number
}
