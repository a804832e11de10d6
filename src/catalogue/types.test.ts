import { describe, expectTypeOf, test } from 'vitest'
import { defineCatalogue } from './index.js'
import type { Catalogue, EventName, PropertiesOf } from './index.js'

const text = { en: 'x', es: 'x', zh: 'x' }
const about = { when: text, since: '1.0.0', owner: 'us' }
const declaration = {
  product: 'Atlas',
  naming: { properties: 'camelCase' },
  events: {
    flow_deployed: {
      ...about,
      properties: {
        version: { type: 'string', filled: true, meaning: text },
        nodes: { type: 'integer', meaning: text },
        kind: { type: 'string', values: ['a', 'b'], meaning: text },
        kinds: { type: 'string[]', values: ['a', 'b'], optional: true, meaning: text },
        graph: {
          type: 'object',
          meaning: text,
          properties: {
            ids: { type: 'string[]', meaning: text },
            edges: {
              type: 'object[]',
              meaning: text,
              properties: { from: { type: 'string', meaning: text } },
            },
          },
        },
      },
    },
    chat_sent: {
      ...about,
      properties: { chatlowId: { type: 'string', alsoAs: 'chatflowId', meaning: text } },
    },
    renamed_twice: {
      ...about,
      properties: {
        a: { type: 'string', alsoAs: 'b', meaning: text },
        c: { type: 'boolean', alsoAs: 'd', meaning: text },
        e: { type: 'number', alsoAs: 'f', optional: true, meaning: text },
      },
    },
  },
} as const
type D = typeof declaration
type Given<Name extends EventName<D>> = PropertiesOf<D, Name>

describe('C7 types of what is sent', () => {
  test('names are those of the catalogue', () => {
    expectTypeOf<EventName<D>>().toEqualTypeOf<'flow_deployed' | 'chat_sent' | 'renamed_twice'>()
  })

  test('properties have their types, and what is optional or filled may be missing', () => {
    expectTypeOf<Given<'flow_deployed'>['nodes']>().toEqualTypeOf<number>()
    expectTypeOf<Given<'flow_deployed'>['kind']>().toEqualTypeOf<'a' | 'b'>()
    expectTypeOf<Given<'flow_deployed'>['kinds']>().toEqualTypeOf<readonly ('a' | 'b')[] | undefined>()
    type Graph = { ids: string[]; edges: { from: string }[] }
    expectTypeOf<{ nodes: number; kind: 'a'; graph: Graph }>().toExtend<Given<'flow_deployed'>>()
    expectTypeOf<{ kind: 'a'; graph: Graph }>().not.toExtend<Given<'flow_deployed'>>()
    expectTypeOf<{ nodes: string; kind: 'a'; graph: Graph }>().not.toExtend<Given<'flow_deployed'>>()
    expectTypeOf<{ nodes: 1; kind: 'c'; graph: Graph }>().not.toExtend<Given<'flow_deployed'>>()
    expectTypeOf<{ nodes: 1; kind: 'a'; graph: { ids: string[] } }>().not.toExtend<Given<'flow_deployed'>>()
  })

  test('a property with two names takes one of them, or both', () => {
    expectTypeOf<{ chatlowId: 'x' }>().toExtend<Given<'chat_sent'>>()
    expectTypeOf<{ chatflowId: 'x' }>().toExtend<Given<'chat_sent'>>()
    expectTypeOf<{ chatflowId: 1 }>().not.toExtend<Given<'chat_sent'>>()
    expectTypeOf<{ id: 'x' }>().not.toExtend<Given<'chat_sent'>>()
    expectTypeOf<{ a: 'x'; d: true }>().toExtend<Given<'renamed_twice'>>()
    expectTypeOf<{ b: 'x'; c: true; f: 1 }>().toExtend<Given<'renamed_twice'>>()
    expectTypeOf<{ b: 'x' }>().not.toExtend<Given<'renamed_twice'>>()
    expectTypeOf<{ b: 'x'; c: true; f: 'x' }>().not.toExtend<Given<'renamed_twice'>>()
  })

  test('a literal that has too much is refused', () => {
    const send = <Name extends EventName<D>>(_name: Name, _properties: Given<Name>) => undefined
    send('chat_sent', { chatlowId: 'x' })
    // @ts-expect-error it is not declared
    send('chat_sent', { chatlowId: 'x', message: 'hello' })
    // @ts-expect-error it is not declared
    send('chat_seen', {})
  })

  test('a catalogue is one of any', () => {
    const catalogue = defineCatalogue(declaration)
    expectTypeOf(catalogue).toExtend<Catalogue>()
    expectTypeOf<keyof typeof catalogue.declaration.events>().toEqualTypeOf<EventName<D>>()
    expectTypeOf<PropertiesOf<Catalogue['declaration'], string>>().toEqualTypeOf<
      Readonly<Record<string, unknown>>
    >()
  })

  test('a wrong declaration does not compile', () => {
    const event = { ...about, properties: {} }
    // @ts-expect-error there is no such type
    defineCatalogue({ product: 'x', events: { a: { ...event, properties: { b: { type: 'text' } } } } })
    // @ts-expect-error languages are missing
    defineCatalogue({ product: 'x', events: { a: { ...event, when: { en: 'x' } } } })
  })
})
