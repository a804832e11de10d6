import type { Properties } from '../core/index.js'
import type { CatalogueDeclaration, Naming } from './declaration.js'
import type { CatalogueProblem, CheckProblem } from './problem.js'

export interface CheckOptions {
  /** What telemetry knows by itself, for properties that are `filled`: `{ version: '1.2.3' }`. */
  readonly known?: Readonly<Record<string, unknown>>
  /** Lets free text leave. Default: `false`. */
  readonly freeText?: boolean
}

export interface Checked {
  /** What may leave: a copy, plain JSON, nothing but what is declared. `undefined`: the event does not leave at all. */
  readonly properties: Properties | undefined
  readonly problems: readonly CheckProblem[]
  /** What was cut, and how long it was: characters of a text, items of a list. Absent: nothing was. */
  readonly truncated?: Readonly<Record<string, number>>
}

/** All that a product may send, as one value: types for callers, the check at run time, the source of the docs. */
export interface Catalogue<D extends CatalogueDeclaration = CatalogueDeclaration> {
  /**
   * What was declared, to read and to build on:
   * `defineCatalogue({ ...flowise.declaration, events: { ...flowise.declaration.events, mine } })`.
   */
  readonly declaration: D
  readonly naming: Required<Naming>
  /** What is wrong with the declaration itself. Empty in a catalogue that can be released. */
  readonly problems: readonly CatalogueProblem[]
  /**
   * What of an event may leave. Whatever a caller hands in, this does not throw, and does not touch what it was given.
   *
   * @example catalogue.check('tool_created', { version: '1.0.0', toolId: 't1', toolName: 'x' }).properties
   */
  check(event: string, properties: unknown, options?: CheckOptions): Checked
}
