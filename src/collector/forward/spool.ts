/** A place in what was answered: before the event that starts there. */
export interface Position {
  readonly file: number
  /** Bytes from the begin of the file. */
  readonly offset: number
}

/** An event as it is passed on. */
export interface SpooledEvent {
  readonly token: string
  readonly uuid: string
  readonly event: string
  /** When it happened, by this machine's clock: ISO 8601. */
  readonly timestamp: string
  readonly distinctId: string
  readonly properties: Readonly<Record<string, unknown>>
  /** The place behind it. */
  readonly next: Position
}

/** What was answered with 200, in its order, safe on disk. */
export interface Spool {
  /** The next events from a place on, none when all have been read. */
  read(
    from: Position,
    limits: { readonly events: number; readonly bytes: number },
  ): Promise<readonly SpooledEvent[]>
  /** Bytes from a place to the end. */
  rest(from: Position): Promise<number>
  /** Told whenever something was added. Returns its end. */
  onAppend(listener: () => void): () => void
}
