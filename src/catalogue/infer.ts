import type { CatalogueDeclaration, EventDeclaration, PropertyDeclaration } from './declaration.js'

interface Plain {
  string: string
  number: number
  integer: number
  boolean: boolean
  'string[]': readonly string[]
  'number[]': readonly number[]
}

/** Type of the value that a declared property takes. */
export type ValueOf<P extends PropertyDeclaration> = P extends {
  readonly type: infer T
  readonly values: readonly (infer V)[]
}
  ? T extends 'string[]'
    ? readonly V[]
    : V
  : P extends { readonly type: 'object'; readonly properties: infer Q }
    ? Fields<Q>
    : P extends { readonly type: 'object[]'; readonly properties: infer Q }
      ? readonly Fields<Q>[]
      : P extends { readonly type: infer T extends keyof Plain }
        ? Plain[T]
        : never

type Declared<Q, K extends keyof Q> = Q[K] extends PropertyDeclaration ? Q[K] : never
type Value<Q, K extends keyof Q> = ValueOf<Declared<Q, K>>

/** Callers may leave it out. */
type Optional<Q> = {
  [K in keyof Q]: Q[K] extends { readonly optional: true } | { readonly filled: true } ? K : never
}[keyof Q]
type Respelt<Q> = { [K in keyof Q]: Q[K] extends { readonly alsoAs: string } ? K : never }[keyof Q]

/** One of the spellings has to be there. */
type OneOf<Names extends PropertyKey, V> = {
  [N in Names]: Readonly<Record<N, V>> & Readonly<Partial<Record<Exclude<Names, N>, V>>>
}[Names]
/** For each property with a second name a function that takes one of both: what takes them all is what callers give. */
type Takers<Q> = {
  [K in Respelt<Q> & string]: (
    given: Q[K] extends { readonly alsoAs: infer A extends string }
      ? K extends Optional<Q>
        ? Readonly<Partial<Record<K | A, Value<Q, K>>>>
        : OneOf<K | A, Value<Q, K>>
      : never,
  ) => void
}[Respelt<Q> & string]
type Spellings<Q> = [Respelt<Q>] extends [never]
  ? unknown
  : Takers<Q> extends (given: infer I) => void
    ? I
    : never

type Fields<Q> = {
  readonly [K in Exclude<keyof Q, Optional<Q> | Respelt<Q>>]: Value<Q, K>
} & {
  readonly [K in Exclude<Optional<Q> & keyof Q, Respelt<Q>>]?: Value<Q, K> | undefined
} & Spellings<Q>

/** Names of the events of a catalogue. */
export type EventName<D extends CatalogueDeclaration> = keyof D['events'] & string

/**
 * Properties that callers give with an event.
 *
 * @example PropertiesOf<typeof declaration, 'tool_created'>
 */
export type PropertiesOf<D extends CatalogueDeclaration, Name extends EventName<D>> = [string] extends [
  EventName<D>,
]
  ? Readonly<Record<string, unknown>>
  : D['events'][Name] extends infer E extends EventDeclaration
    ? Fields<E['properties']>
    : never
