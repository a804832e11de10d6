import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defineCatalogue } from './index.js'
import type { CatalogueDeclaration } from './index.js'

const text = { en: 'x', es: 'x', zh: 'x' }
const about = { when: text, since: '1.0.0', owner: 'us' }
/** As JavaScript would hand it in. */
const define = (declaration: unknown) => defineCatalogue(declaration as CatalogueDeclaration)
const withProperty = (name: string, property: unknown) =>
  define({ product: 'Atlas', events: { a: { ...about, properties: { [name]: property } } } })
const told = ({ problems }: ReturnType<typeof define>) => problems.map(({ field, fix }) => `${field}: ${fix}`)

describe('C8 a bad catalogue is told field by field, with the fix', () => {
  test.each([
    [{}, ['product: name the product', 'events: declare the events']],
    [
      { product: 'x', events: {}, naming: { events: 'Kebab' } },
      ['naming.events: choose one of snake_case, camelCase, PascalCase'],
    ],
    [{ product: 'x', events: { a: null } }, ['events.a: give when, since, owner and properties']],
    [{ product: 'x', events: { $a: { ...about, properties: {} } } }, ['events.$a: leave the $ out']],
    [{ product: 'x', events: { aB: { ...about, properties: {} } } }, ['events.aB: write it in snake_case']],
    [
      { product: 'x', events: { a: { ...about, when: { en: 'x', zh: 'x' }, properties: {} } } },
      ['events.a.when.es: say it'],
    ],
    [
      { product: 'x', events: { a: { ...about, since: '', properties: {} } } },
      ['events.a.since: name the version that sent it first'],
    ],
    [{ product: 'x', events: { a: about } }, ['events.a.properties: declare the properties; {} for none']],
  ])('C8 %j', (declaration, problems) => {
    expect(told(define(declaration))).toEqual(problems)
  })

  test.each([
    ['b', null, ': give its type and its meaning'],
    [
      'b',
      { type: 'text', meaning: text },
      '.type: choose one of string, number, integer, boolean, string[], number[], object, object[]',
    ],
    ['b', { type: 'string', meaning: { ...text, zh: ' ' } }, '.meaning.zh: say it'],
    ['b', { type: 'string', unit: 's', meaning: text }, '.unit: leave it out'],
    ['b', { type: 'number', freeText: true, meaning: text }, '.freeText: leave it out'],
    ['b', { type: 'string', values: [], meaning: text }, '.values: name the texts that are possible'],
    ['b', { type: 'number', values: [1], meaning: text }, '.values: name the texts that are possible'],
    ['b', { type: 'object', meaning: text }, '.properties: declare the properties; {} for none'],
    ['b', { type: 'string', alsoAs: 'b', meaning: text }, '.alsoAs: choose another, or leave it out'],
    ['bC', { type: 'string', meaning: text }, ': write it in snake_case'],
    ['api_key', { type: 'string', meaning: text }, ': rename it, or send something else'],
  ])('C8 the property %s: %j', (name, property, problem) => {
    expect(told(withProperty(name, property))).toEqual([`events.a.properties.${name}${problem}`])
  })

  test('C8 names are of one case, also within objects', () => {
    const inside = { type: 'object', meaning: text, properties: { cD: { type: 'string', meaning: text } } }
    expect(told(withProperty('b', inside))).toEqual([
      'events.a.properties.b.properties.cD: write it in snake_case',
    ])
  })

  test('C7 what can’t be checked does not leave', () => {
    const { check } = withProperty('b', { type: 'text', meaning: text })
    expect(check('a', { b: 'secret' }).properties).toEqual({})
    expect(define({ product: 'x', events: { a: 1 } }).check('a', {}).properties).toBeUndefined()
  })

  test('C8 whatever is declared, nothing is thrown', () => {
    const property = fc.record(
      {
        type: fc.oneof(fc.constantFrom('string', 'object', 'object[]', 'string[]'), fc.anything()),
        meaning: fc.anything(),
        values: fc.anything(),
        properties: fc.oneof(fc.anything(), fc.constant({ c: { type: 'string' } })),
        alsoAs: fc.anything(),
      },
      { requiredKeys: [] },
    )
    const event = fc.record({ properties: fc.oneof(fc.dictionary(fc.string(), property), fc.anything()) })
    const events = fc.oneof(fc.record({ a: fc.oneof(event, fc.anything()) }), fc.anything())
    let wrong = 0
    fc.assert(
      fc.property(fc.oneof(fc.record({ product: fc.anything(), events }), fc.anything()), (declaration) => {
        const catalogue = define(declaration)
        if (catalogue.problems.length > 0) wrong++
        catalogue.check('a', { b: 1, c: { c: 1 } })
      }),
      { numRuns: 500 },
    )
    expect(wrong).toBeGreaterThan(100)
  })
})
