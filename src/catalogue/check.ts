import type { Properties } from '../core/index.js'
import type { Checked, CheckOptions } from './catalogue.js'
import type { EventDeclaration, PropertyDeclaration, PropertyDeclarations } from './declaration.js'
import { cut, fits, isTooLong, kindOf } from './plain-value.js'
import type { CheckCode, CheckProblem } from './problem.js'
import { lengthOf, namesOf, readOwn } from './read.js'

/** Items of a list, and values of an event, that leave. What is beyond stays. */
const LONGEST_LIST = 1_000
const MOST_VALUES = 10_000
/** Problems that are told of one event: the first ones say it. */
const MOST_PROBLEMS = 20
/** Characters of a name that a message shows, of one that nobody declared. */
const LONGEST_NAME = 64

/** What of an event may leave: only what is declared, in a copy that is plain JSON. */
export function check(
  events: ReadonlyMap<string, EventDeclaration>,
  event: string,
  given: unknown,
  { known = {}, freeText = false }: CheckOptions = {},
): Checked {
  const problems: CheckProblem[] = []
  const report = (code: CheckCode, property: string, message: string, fix: string) => {
    if (problems.length < MOST_PROBLEMS) problems.push({ code, event, property, message, fix })
  }
  let count = 0
  const truncated = new Map<string, number>()
  const mark = (at: string, length: number) => {
    if (truncated.size < MOST_PROBLEMS) truncated.set(at, length)
  }

  function fields(source: unknown, declared: PropertyDeclarations, path: string): Properties {
    const result: Properties = {}
    for (const [name, property] of Object.entries(declared)) {
      if (property.freeText && !freeText) continue
      const at = join(path, name)
      const value = valueOf(source, name, property, at)
      if (value === undefined || value === null) {
        if (!property.optional) report('missing', at, 'it is not there', 'give it, or declare it optional')
        continue
      }
      const copy = copyOf(value, property, at)
      if (copy === undefined) continue
      result[name] = copy
      if (property.alsoAs) result[property.alsoAs] = copy
    }
    reportUndeclared(source, declared, path)
    return result
  }

  /** What was given, by either of its names, or what telemetry knows. */
  function valueOf(source: unknown, name: string, property: PropertyDeclaration, at: string): unknown {
    const { alsoAs, filled } = property
    const first = readOwn(source, name) ?? undefined
    const second = alsoAs === undefined ? undefined : readOwn(source, alsoAs)
    if (first !== undefined && second !== undefined && first !== second)
      report('two_spellings', at, `it is not the same as ${alsoAs}, and goes before it`, 'give one of them')
    return first ?? second ?? (filled ? readOwn(known, name) : undefined)
  }

  function copyOf(value: unknown, property: PropertyDeclaration, at: string): unknown {
    if (++count > MOST_VALUES) {
      if (count === MOST_VALUES + 1)
        report('too_long', at, `an event takes ${MOST_VALUES} values`, 'send less')
      mark(at, lengthOf(value) ?? (typeof value === 'string' ? value.length : 1))
      return undefined
    }
    switch (property.type) {
      case 'string[]':
      case 'number[]':
      case 'object[]':
        return itemsOf(value, property, at)
      case 'object':
        if (namesOf(value)) return fields(value, property.properties, at)
        return report('wrong_type', at, `it is ${kindOf(value)}`, 'give an object')
      default:
        return single(value, property, at)
    }
  }

  function itemsOf(value: unknown, property: PropertyDeclaration, at: string): unknown {
    const length = lengthOf(value)
    if (length === undefined) return report('wrong_type', at, `it is ${kindOf(value)}`, 'give a list')
    if (length > LONGEST_LIST) report('too_long', at, `a list takes ${LONGEST_LIST} items`, 'send fewer')
    const items: unknown[] = []
    for (let index = 0; index < Math.min(length, LONGEST_LIST) && count <= MOST_VALUES; index++) {
      const copy = copyOf(readOwn(value, String(index)), itemOf(property), `${at}[${index}]`)
      if (copy !== undefined) items.push(copy)
    }
    if (length > LONGEST_LIST || count > MOST_VALUES) mark(at, length)
    return items
  }

  function single(value: unknown, property: PropertyDeclaration, at: string): unknown {
    if (!fits(value, property.type))
      return report('wrong_type', at, `it is ${kindOf(value)}`, `give a value of type ${property.type}`)
    const values = 'values' in property ? property.values : undefined
    if (values && !values.some((one) => one === value))
      return report('not_among_values', at, 'it is none of its values', `give one of ${values.join(', ')}`)
    if (!isTooLong(value)) return value
    report('too_long', at, 'a part of it was cut off', 'send less of it')
    mark(at, value.length)
    return cut(value)
  }

  function reportUndeclared(source: unknown, declared: PropertyDeclarations, path: string) {
    for (const name of namesOf(source) ?? []) {
      if (problems.length >= MOST_PROBLEMS) return
      const isDeclared =
        Object.hasOwn(declared, name) || Object.values(declared).some(({ alsoAs }) => alsoAs === name)
      if (isDeclared) continue
      const at = join(path, name.slice(0, LONGEST_NAME))
      report('undeclared_property', at, 'it is not declared, so it stays', 'declare it, or leave it out')
    }
  }

  const declaration = events.get(event)
  if (!declaration) {
    report('undeclared_event', '', 'it is not declared, so it stays', 'declare it, or correct its name')
    return { properties: undefined, problems }
  }
  if (given !== undefined && !namesOf(given))
    report('wrong_type', '', `the properties are ${kindOf(given)}`, 'give an object')
  const properties = fields(given, declaration.properties, '')
  return { properties, problems, ...(truncated.size > 0 && { truncated: Object.fromEntries(truncated) }) }
}

const join = (path: string, name: string) => (path ? `${path}.${name}` : name)

/** What each item of a list is. */
function itemOf(list: PropertyDeclaration): PropertyDeclaration {
  if (list.type === 'object[]') return { ...list, type: 'object' }
  if (list.type === 'string[]') return { ...list, type: 'string' }
  return { meaning: list.meaning, type: 'number' }
}
