import { expect, test } from 'vitest'
import { at } from './harness.contract.js'
import { keyOf } from './page-key.js'
import type { PageKey } from './page-key.js'

const same = (one: string, other: string, rule?: PageKey) => keyOf(at(one), rule) === keyOf(at(other), rule)

test('V5 by default only the path makes a page', () => {
  expect(same('/a?x=1#y', '/a')).toBe(true)
  expect(same('/a', '/b')).toBe(false)
  expect(same('/a', '/a/')).toBe(false)
})

test('V5 the whole query', () => {
  expect(same('/a?x=1', '/a?x=2', { query: true })).toBe(false)
  expect(same('/a?x=1', '/a', { query: true })).toBe(false)
  expect(same('/a?x=1&x=2', '/a?x=1', { query: true })).toBe(false)
  expect(same('/a?x=1#y', '/a?x=1', { query: true })).toBe(true)
})

test('V5 the order of query keys is no difference', () => {
  expect(same('/a?x=1&y=2', '/a?y=2&x=1', { query: true })).toBe(true)
  expect(same('/a?x=1&y=2', '/a?y=2&x=1', { query: ['x', 'y'] })).toBe(true)
})

test('V5 named query keys', () => {
  expect(same('/a?tab=1&page=1', '/a?tab=1&page=2', { query: ['tab'] })).toBe(true)
  expect(same('/a?tab=1', '/a?tab=2', { query: ['tab'] })).toBe(false)
  expect(same('/a?tab=1', '/a', { query: ['tab'] })).toBe(false)
  expect(same('/a?tab=1', '/a?tab=2', { query: [] })).toBe(true)
})

test('V5 the hash', () => {
  expect(same('/a#x', '/a#y', { hash: true })).toBe(false)
  expect(same('/a#x', '/a', { hash: true })).toBe(false)
  expect(same('/a?q=1#x', '/a#x', { hash: true })).toBe(true)
  expect(same('/a#x', '/a#y', { hash: false, query: true })).toBe(true)
})

test('V5 a path, a query and a hash are not taken for one another', () => {
  expect(same('/a?x=1', '/a?x#1', { query: true, hash: true })).toBe(false)
  expect(same('/a?x=1,y=2', '/a?x=1&y=2', { query: true })).toBe(false)
})

test('V5 a function returns the key itself', () => {
  expect(keyOf(at('/team/7/members'), ({ path }) => path.split('/')[1] ?? '')).toBe('team')
})

test('V5 with hash routing the page is the path in the hash', () => {
  const page = (path: string) => ({ ...at('/'), url: 'https://app.example/#' + path, path })
  expect(keyOf(page('/a'))).not.toBe(keyOf(page('/b')))
})
