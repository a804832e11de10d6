/** What code and catalogue do not agree on. */
export type FindingKind =
  /** Sent, and in no catalogue: it does not leave. */
  | 'undeclared_event'
  | 'undeclared_property'
  /** Declared, and sent from nowhere: the docs promise too much. */
  | 'unused_event'
  | 'unused_property'
  /** Sent, and not as it is declared. */
  | 'wrong_type'
  | 'missing_property'
  /** A name or a type that can’t be known from the source: nobody can say what is sent. */
  | 'unreadable'

export interface Finding {
  readonly kind: FindingKind
  readonly event: string
  /** Path of the property. Empty when it is about the event. */
  readonly property: string
  /** Where it is sent; none for what is not sent at all. */
  readonly file?: string
  /** Counted from 1. */
  readonly line?: number
  readonly message: string
  readonly fix: string
}

export interface AuditResult {
  /** Call sites that were looked at. */
  readonly calls: number
  /** Empty: code and catalogue agree, in both directions. */
  readonly findings: readonly Finding[]
}

/** One line for a terminal. */
export function formatFinding({ kind, event, property, file, line, message, fix }: Finding): string {
  const place = file === undefined ? '' : `${file}:${line ?? 1}: `
  return `${place}${[kind, [event, property].filter(Boolean).join(' '), message].filter(Boolean).join(': ')}. Fix: ${fix}.`
}
