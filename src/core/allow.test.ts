import { expect, test } from 'vitest'
import { allowed, isDeclared } from './allow.js'
import type { Allow } from './allow.js'

function leaves(allow: Allow | undefined, event: string, properties: Record<string, unknown>) {
  const dropped: string[] = []
  return { kept: allowed(allow, event, properties, (name) => void dropped.push(name)), dropped }
}
const properties = { nodes: 3, kind: 'x', email: 'a@b.example' }

test('without a rule everything leaves', () => {
  expect(leaves(undefined, 'deployed', properties)).toEqual({ kept: properties, dropped: [] })
  expect(isDeclared(undefined, 'deployed')).toBe(true)
})

test('a list names what may leave with each event, and which events may', () => {
  const allow = { deployed: ['nodes', 'kind'], $pageview: ['plan'] }
  expect(leaves(allow, 'deployed', properties)).toEqual({ kept: { nodes: 3, kind: 'x' }, dropped: ['email'] })
  expect(leaves(allow, '$pageview', properties).kept).toEqual({})
  expect(leaves(allow, 'other', properties).kept).toEqual({})
  expect(['deployed', 'other', 'toString', 'constructor'].map((event) => isDeclared(allow, event))).toEqual([
    true,
    false,
    false,
    false,
  ])
})

test('a function answers for each property', () => {
  const allow: Allow = (event, property) => event === 'deployed' && property !== 'email'
  expect(leaves(allow, 'deployed', properties)).toEqual({ kept: { nodes: 3, kind: 'x' }, dropped: ['email'] })
  expect(leaves(allow, 'other', properties).kept).toEqual({})
  expect(isDeclared(allow, 'other')).toBe(true)
})

test('what the caller holds is not touched', () => {
  const own = Object.freeze({ ...properties })
  leaves({ deployed: [] }, 'deployed', own)
  expect(own).toEqual(properties)
})
