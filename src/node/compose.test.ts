// @vitest-environment node
import { expect, test } from 'vitest'
import { defineCatalogue } from '../catalogue/index.js'
import { createCompose } from './compose.js'
import { timedId } from './surroundings.js'

const text = { en: 'x', es: 'x', zh: 'x' }
const about = { when: text, since: '1', owner: 'us' }
const catalogue = defineCatalogue({
  product: 'Atlas',
  events: {
    nothing: { ...about, properties: {} },
    plain: { ...about, properties: { label: { type: 'string', meaning: text } } },
    own_os: { ...about, properties: { os: { type: 'string', meaning: text } } },
  },
})
const options = {
  product: { name: 'Atlas "the first"', version: '1' },
  catalogue,
  freeText: false,
  clientType: 'server',
  clock: { now: () => 0, elapsed: () => 0 },
  newId: () => 'u',
  tell: () => {},
}
const compose = createCompose(options)
const read = (event: string, given: object) => JSON.parse(compose(event, given)?.json ?? 'null') as unknown
const common = {
  $process_person_profile: false,
  product: 'Atlas "the first"',
  product_version: '1',
  os: process.platform,
  arch: process.arch,
  runtime: `node ${process.versions.node}`,
  client_type: 'server',
}
const head = { uuid: 'u', timestamp: '1970-01-01T00:00:00.000Z' }

test('C19 every event has the same fields, whatever its own are', () => {
  expect(read('nothing', {})).toEqual({ event: 'nothing', ...head, properties: common })
  expect(read('plain', { label: 'a' })).toEqual({
    event: 'plain',
    ...head,
    properties: { ...common, label: 'a' },
  })
})

test('C19 a property of the same name goes before the common one, and is there once', () => {
  const composed = compose('own_os', { os: 'TempleOS' })
  expect(JSON.parse(composed?.json ?? '')).toMatchObject({ properties: { ...common, os: 'TempleOS' } })
  expect(composed?.json.match(/"os"/g)).toHaveLength(1)
})

test('D9 what is masked is a copy: the caller’s object stays as it was', () => {
  const given = Object.freeze({ label: 'jane@example.com' })
  expect(read('plain', given)).toMatchObject({ properties: { label: '***' } })
  expect(given).toEqual({ label: 'jane@example.com' })
})

test('D14 a value that somebody wrote leaves only where the install permits it, and a secret in it does not', () => {
  const declared = defineCatalogue({
    product: 'Atlas',
    events: {
      field: {
        ...about,
        properties: { value: { type: 'string', freeText: true, optional: true, meaning: text } },
      },
    },
  })
  const sent = (freeText: boolean) => {
    const composed = createCompose({ ...options, catalogue: declared, freeText })
    const { properties } = JSON.parse(composed('field', { value: 'ask ada@example.com' })?.json ?? '') as {
      properties: Record<string, unknown>
    }
    return properties['value']
  }
  expect(sent(false)).toBeUndefined()
  expect(sent(true)).toBe('ask ***')
})

test('E8 ids are UUIDs of version 7, in the order of their times', () => {
  const ids = [0, 1, 255, 2 ** 40, Date.now()].map((now) => timedId(now))
  for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  expect([...ids].sort()).toEqual(ids)
  expect(Number.parseInt(timedId(1_700_000_000_000).replaceAll('-', '').slice(0, 12), 16)).toBe(
    1_700_000_000_000,
  )
  expect(new Set(Array.from({ length: 1_000 }, () => timedId(0))).size).toBe(1_000)
})
