/** Stands for what throws when it is read. */
export const UNREADABLE = Symbol('unreadable')

/** The own property of whatever a caller handed in. A prototype's is not the caller's, and no getter gets through. */
export function readOwn(source: unknown, name: string): unknown {
  try {
    return isObject(source) && Object.hasOwn(source, name) ? Reflect.get(source, name) : undefined
  } catch {
    return UNREADABLE
  }
}

/** Names of the own properties; `undefined` when it is no object with names, or does not let itself be read. */
export function namesOf(source: unknown): readonly string[] | undefined {
  try {
    return isObject(source) && !Array.isArray(source) ? Object.keys(source) : undefined
  } catch {
    return undefined
  }
}

/** Number of items of a list; `undefined` when it is none, or does not let itself be read. */
export function lengthOf(source: unknown): number | undefined {
  try {
    return Array.isArray(source) ? source.length : undefined
  } catch {
    return undefined
  }
}

export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
