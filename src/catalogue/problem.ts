/** Why something of an event stays here. */
export type CheckCode =
  | 'undeclared_event'
  | 'undeclared_property'
  | 'wrong_type'
  | 'not_among_values'
  | 'missing'
  | 'unreadable'
  | 'too_long'
  | 'two_spellings'

/** What is wrong with an event that was to be sent. It never quotes a value. */
export interface CheckProblem {
  readonly code: CheckCode
  readonly event: string
  /** Path of the property: `flowGraph.edges[2].source`. Empty when it is about the event itself. */
  readonly property: string
  readonly message: string
  readonly fix: string
}

/** What is wrong with a catalogue. What is declared wrongly does not leave. */
export interface CatalogueProblem {
  /** Path in the declaration: `events.tool_created.properties.toolId.meaning.es`. */
  readonly field: string
  readonly message: string
  readonly fix: string
}
