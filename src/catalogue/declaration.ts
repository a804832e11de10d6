/** Languages that a catalogue speaks: English, Spanish, Chinese. */
export const LANGUAGES = ['en', 'es', 'zh'] as const
export type Language = (typeof LANGUAGES)[number]

/** A text for people, once in each language. */
export type Text = Readonly<Record<Language, string>>

/** What a property shows in the docs: a value, or words that stand for one and are printed as `<…>`. */
export type Sample = string | number | boolean | Text

/** What every property says of itself. */
interface AboutProperty {
  /** What it tells, for whoever reads the docs to know what leaves their install. */
  readonly meaning: Text
  /** Unit of a number: `s`, `ms`, `bytes`. Default: none, it is a count or no number. */
  readonly unit?: string
  /** The event may leave without it. Default: `false`, its absence is a problem. */
  readonly optional?: boolean
  /** Telemetry knows it, like the product's version: callers need not give it. Default: `false`. */
  readonly filled?: boolean
  /**
   * Free text, which may hold anything: the message of an error. It leaves only where the install says so
   * (`freeText` of `check`). Default: `false`.
   */
  readonly freeText?: boolean
  /** A second spelling: taken from callers too, and the value leaves under both names. Default: none. */
  readonly alsoAs?: string
  /** What the docs show in its place; a list shows several items. Default: the type's name. */
  readonly sample?: Sample | readonly Sample[]
}

interface TextProperty extends AboutProperty {
  readonly type: 'string' | 'string[]'
  /** The only values that it may have. Default: any. */
  readonly values?: readonly string[]
}

interface PlainProperty extends AboutProperty {
  /** `integer`: a number without a fraction. */
  readonly type: 'number' | 'integer' | 'boolean' | 'number[]'
}

interface ObjectProperty extends AboutProperty {
  readonly type: 'object' | 'object[]'
  /** What is in it. What is not named here does not leave, at any depth. */
  readonly properties: PropertyDeclarations
}

/** One property of an event. */
export type PropertyDeclaration = TextProperty | PlainProperty | ObjectProperty
export type PropertyType = PropertyDeclaration['type']
export type PropertyDeclarations = Readonly<{ [name: string]: PropertyDeclaration }>

/** One event: when it is sent, and all that it may carry. */
export interface EventDeclaration {
  /** What has happened when it is sent. */
  readonly when: Text
  /** Version of the product that sent it first, or the month in which it did. */
  readonly since: string
  /** Who answers for it: a team, or a person's role. */
  readonly owner: string
  readonly properties: PropertyDeclarations
}

/** How names are written. One rule for each kind of name, so that nobody has to guess. */
export type Case = 'snake_case' | 'camelCase' | 'PascalCase'
export interface Naming {
  /** Default: `snake_case`. */
  readonly events?: Case
  /** Default: `snake_case`. */
  readonly properties?: Case
}

/** All that a product may send. */
export interface CatalogueDeclaration {
  /** Name of the product, as its users know it. */
  readonly product: string
  readonly naming?: Naming
  readonly events: Readonly<{ [name: string]: EventDeclaration }>
}
