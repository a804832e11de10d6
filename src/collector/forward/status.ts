/** How passing on is doing. */
export interface ForwarderStatus {
  readonly to: string
  /** `ok`: the last request was answered. `waiting`: the next try is due at `nextTry`. */
  readonly state: 'ok' | 'waiting'
  /** Events passed on since the start. */
  readonly sent: number
  /** Events that the receiver refused for good; they are kept beside the journal. */
  readonly refused: number
  /** Bytes that wait, on disk. */
  readonly waitingBytes: number
  /** ISO 8601. */
  readonly lastSent?: string
  readonly lastError?: { readonly at: string; readonly reason: string }
  readonly nextTry?: string
}

export interface ForwardingStatus extends ForwarderStatus {
  /** Bytes that may wait; beyond them new events are refused. */
  readonly spoolBytes: number
}
