/** What became of a request. */
export type Outcome =
  | { readonly kind: 'accepted' }
  /** The receiver is away, or busy: the same again later. `after`: what it asks for, milliseconds. */
  | { readonly kind: 'retry'; readonly reason: string; readonly after?: number }
  /** Fewer at once. */
  | { readonly kind: 'too-large'; readonly reason: string }
  /** It will never take this. */
  | { readonly kind: 'refused'; readonly reason: string }

/** What leaves in one go. */
export interface Batch {
  /** Events as JSON, oldest first: `{"distinct_id","event","uuid","timestamp","properties"}`. */
  readonly events: readonly string[]
  /** Aborts when telemetry is switched off, shut down, or has waited for too long. */
  readonly signal: AbortSignal
}

/** What would leave: where to, and every byte of it. */
export interface Preview {
  /** `POST https://eu.i.posthog.com/batch/`, or a file. */
  readonly to: string
  readonly body: string
}

/** What a sink gets from the telemetry that it is given to. */
export interface SinkTools {
  /** Default: one that does not keep the process alive. */
  readonly fetch: typeof fetch
}

/**
 * Where a server's events go. A sink holds nothing back: the queue, new tries and the time limit are telemetry's. It may
 * throw; telemetry then tries again.
 *
 * @example
 * const tableSink: ServerSink = {
 *   name: 'table',
 *   preview: (events) => ({ to: 'the table usage', body: events.join('\n') }),
 *   async send({ events }) {
 *     await insert(events.map((event) => JSON.parse(event)))
 *     return { kind: 'accepted' }
 *   },
 * }
 */
export interface ServerSink {
  readonly name: string
  send(batch: Batch, tools: SinkTools): Promise<Outcome>
  /** What `send` would send, byte by byte. It sends nothing, and writes nothing. */
  preview(events: readonly string[]): Preview | Promise<Preview>
  /** Frees what it holds. */
  close?(): void | Promise<void>
}
