import { isSecretName } from '../core/index.js'
import type {
  Case,
  CatalogueDeclaration,
  EventDeclaration,
  PropertyDeclaration,
  PropertyDeclarations,
} from './declaration.js'
import { LANGUAGES } from './declaration.js'
import { CASES, isCase, isWritten } from './naming.js'
import type { CatalogueProblem } from './problem.js'
import { isObject } from './read.js'

const PLAIN = ['string', 'number', 'integer', 'boolean', 'string[]', 'number[]']
const TYPES = [...PLAIN, 'object', 'object[]']

/**
 * Reads a declaration with distrust: it may come from JavaScript, or from a file.
 *
 * @returns what can be checked at run time, and all that is wrong
 */
export function lint(given: CatalogueDeclaration) {
  const declaration: Partial<CatalogueDeclaration> = isObject(given) ? given : {}
  const problems: CatalogueProblem[] = []
  const events = new Map<string, EventDeclaration>()
  const tell = (field: string, message: string, fix: string) => void problems.push({ field, message, fix })

  function text(field: string, value: unknown, fix: string) {
    if (typeof value !== 'string' || !value.trim()) tell(field, 'it is no text', fix)
  }

  function translated(field: string, value: unknown) {
    for (const language of LANGUAGES)
      text(`${field}.${language}`, isObject(value) ? Reflect.get(value, language) : undefined, 'say it')
  }

  function rule(field: string, value: unknown): Case {
    if (value === undefined || isCase(value)) return value ?? 'snake_case'
    tell(field, 'there is no such way to write names', `choose one of ${CASES.join(', ')}`)
    return 'snake_case'
  }

  function named(field: string, name: string, written: Case) {
    if (name.startsWith('$')) tell(field, 'names with $ are PostHog’s own', 'leave the $ out')
    else if (!isWritten(name, written)) tell(field, `the name is not in ${written}`, `write it in ${written}`)
  }

  /** Those of the properties that can be checked at run time. */
  function checkable(declared: unknown, path: string, written: Case): PropertyDeclarations {
    const kept: Record<string, PropertyDeclaration> = {}
    if (!isObject(declared)) tell(path, 'it is missing', 'declare the properties; {} for none')
    else
      for (const [name, property] of Object.entries(declared)) {
        const field = `${path}.${name}`
        named(field, name, written)
        if (!isObject(property)) tell(field, 'it is no declaration', 'give its type and its meaning')
        else {
          const checked = one(property as PropertyDeclaration, name, field, written)
          if (checked && isWritten(name, written)) kept[name] = checked
        }
      }
    spellings(kept, path, written)
    return kept
  }

  function one(property: PropertyDeclaration, name: string, field: string, written: Case) {
    translated(`${field}.meaning`, property.meaning)
    const { type } = property
    if (!TYPES.includes(type)) {
      tell(`${field}.type`, 'there is no such type', `choose one of ${TYPES.join(', ')}`)
      return undefined
    }
    if (type === 'string' && isSecretName(name))
      tell(field, 'the name is that of a secret, which is masked', 'rename it, or send something else')
    if (property.unit !== undefined && !/^(number|integer)/.test(type))
      tell(`${field}.unit`, 'only numbers have a unit', 'leave it out')
    if (property.freeText && type !== 'string') tell(`${field}.freeText`, 'it is no text', 'leave it out')
    if ('values' in property && !values(property.values, type, field)) return undefined
    if (PLAIN.includes(type)) return property
    const inside = Reflect.get(property, 'properties') as unknown
    return {
      ...property,
      properties: checkable(inside, `${field}.properties`, written),
    } as PropertyDeclaration
  }

  function values(list: unknown, type: string, field: string): boolean {
    const isList = Array.isArray(list) && list.length > 0 && list.every((item) => typeof item === 'string')
    if (isList && type.startsWith('string')) return true
    tell(`${field}.values`, 'it is no list of texts of a text', 'name the texts that are possible')
    return false
  }

  function spellings(kept: PropertyDeclarations, path: string, written: Case) {
    const taken = new Set(Object.keys(kept))
    for (const [name, { alsoAs }] of Object.entries(kept)) {
      if (alsoAs === undefined) continue
      const field = `${path}.${name}.alsoAs`
      // From JavaScript it may be anything.
      named(field, String(alsoAs), written)
      if (taken.has(alsoAs)) tell(field, `${alsoAs} is a name already`, 'choose another, or leave it out')
      taken.add(alsoAs)
    }
  }

  text('product', declaration.product, 'name the product')
  const naming = {
    events: rule('naming.events', declaration.naming?.events),
    properties: rule('naming.properties', declaration.naming?.properties),
  }
  if (!isObject(declaration.events)) tell('events', 'it is missing', 'declare the events')
  else
    for (const [name, event] of Object.entries<unknown>(declaration.events)) {
      const field = `events.${name}`
      named(field, name, naming.events)
      if (!isObject(event)) {
        tell(field, 'it is no declaration', 'give when, since, owner and properties')
        continue
      }
      const { when, since, owner, properties } = event as EventDeclaration
      translated(`${field}.when`, when)
      text(`${field}.since`, since, 'name the version that sent it first')
      text(`${field}.owner`, owner, 'name who answers for it')
      const checked = checkable(properties, `${field}.properties`, naming.properties)
      if (isWritten(name, naming.events)) events.set(name, { when, since, owner, properties: checked })
    }
  return { events, naming, problems }
}
