import type { PropertyType } from './declaration.js'
import { UNREADABLE } from './read.js'

/** Characters of a text that leave. */
const LONGEST = 8_192

/** Whether a value is what a type promises: a text, a number, a boolean. */
export function fits(value: unknown, type: PropertyType): value is string | number | boolean {
  if (type === 'integer') return Number.isSafeInteger(value)
  if (type === 'number') return Number.isFinite(value)
  return typeof value === type
}

export const isTooLong = (value: unknown): value is string =>
  typeof value === 'string' && value.length > LONGEST

/** A text that is not longer than may be, and does not end within a character. */
export const cut = (text: string): string => text.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, '')

/** What a value is, for a message: never the value itself. */
export function kindOf(value: unknown): string {
  if (value === UNREADABLE) return 'something that throws when it is read'
  if (typeof value === 'number' && !Number.isFinite(value)) return 'not a finite number'
  if (Number.isFinite(value)) return 'a number'
  return typeof value === 'object' ? 'an object or a list' : `a ${typeof value}`
}
