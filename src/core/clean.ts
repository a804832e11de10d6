import type { Properties } from './events.js'
import { isSecretName, MASK } from './mask.js'
import type { Mask } from './mask.js'

/** Characters of a text, and depth and number of values, that an event may have. What is beyond is left out. */
const LONGEST = 8_192
const DEEPEST = 8
const MOST = 1_000

/** Names of ids, and of others that may look like a key. */
export const isIdName = (name: string) =>
  /(^|[a-z_])(id|Id|ID)s?$|^\$(groups|host|referring_domain)$/.test(name)

/**
 * A copy of the properties of an event that is safe to send: JSON without surprises, and without secrets. Whatever a
 * caller hands in, this does not throw, and does not touch what it was given. What has to go is told, with the reason.
 *
 * @param mask none keeps secrets: for what an app says of a person on purpose
 */
export function clean(
  properties: Properties,
  mask: Mask | undefined,
  dropped: (name: string, reason: string) => void,
): Properties {
  let count = 0
  /** The objects that the present value is in. */
  const path = new Set<object>()

  function copy(value: unknown, name: string, isId: boolean): unknown {
    const drop = (reason: string) => dropped(name, reason)
    if (++count > MOST) {
      if (count === MOST + 1) drop(`an event takes ${MOST} values`)
      return undefined
    }
    switch (typeof value) {
      case 'string':
        if (value.length > LONGEST) drop(`cut to ${LONGEST} characters`)
        return mask ? mask.text(value.slice(0, LONGEST), isId) : value.slice(0, LONGEST)
      case 'boolean':
      case 'undefined':
        return value
      case 'number':
        return Number.isFinite(value) ? value : drop('not a finite number')
      case 'bigint':
        return String(value)
      case 'object':
        return value && inside(value, name, isId, drop)
      default:
        return drop(`a ${typeof value} can’t be sent`)
    }
  }

  function inside(value: object, name: string, isId: boolean, drop: (reason: string) => void): unknown {
    if (path.has(value)) return drop('it contains itself')
    if (path.size >= DEEPEST) return drop(`deeper than ${DEEPEST} levels`)
    path.add(value)
    try {
      const toJson: unknown = Reflect.get(value, 'toJSON')
      if (typeof toJson === 'function') return copy(toJson.call(value), name, isId)
      if (Array.isArray(value)) return Array.from(value, (item) => copy(item, name, isId) ?? null)
      return entries(value, isId)
    } catch {
      return drop('reading it throws')
    } finally {
      path.delete(value)
    }
  }

  function entries(value: object, isId: boolean): Properties {
    const result: Properties = {}
    for (const key of Object.keys(value)) {
      if (count > MOST) break
      let item: unknown
      try {
        item = Reflect.get(value, key)
      } catch {
        dropped(key, 'reading it throws')
        continue
      }
      const isSecret =
        mask && isSecretName(key) && (typeof item === 'string' || (typeof item === 'object' && item))
      const copied = isSecret ? MASK : copy(item, key, isId || isIdName(key))
      // Not by assignment: `__proto__` is a key like any other.
      if (copied !== undefined)
        Object.defineProperty(result, key, {
          value: copied,
          enumerable: true,
          writable: true,
          configurable: true,
        })
    }
    return result
  }

  return (
    (inside(properties, 'properties', false, (reason) => dropped('properties', reason)) as Properties) ?? {}
  )
}
