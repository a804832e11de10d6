import type { Ability } from './engine.ts'
import type { Expectation } from './expectation.ts'
import type { Visit } from './visit.ts'

/** A situation, and what is expected of every client in it. One row of the table. */
export interface Scenario {
  /** Unique, as in a file name. */
  readonly id: string
  /** The rule that says what is right: docs/rules.md. */
  readonly rule: string
  /** What happens, in a few words. */
  readonly what: string
  readonly expect: Expectation
  /** Default: `'web'`. */
  readonly history?: 'web' | 'hash'
  /** The script of the app is that many milliseconds on its way. */
  readonly slow?: number
  /** What the engine has to be able to do. Without it the row can't be measured. */
  readonly needs?: readonly Ability[]
  /** How often a document of the app that was seen is left for another one. Default: once, at the end. */
  readonly exits?: number
  /** How the visit ends. Default: `'document'`, another document is opened in the tab. */
  readonly end?: 'document' | 'close'
  /** What the visitor does. */
  run(visit: Visit): Promise<void>
}

/** Rows that belong together. */
export interface ScenarioGroup {
  readonly name: string
  readonly scenarios: readonly Scenario[]
}
