// @vitest-environment node
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { folderStore } from './folder-store.js'
import { createInstanceId } from './instance-id.js'

const V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/
let base: string
let folder: string
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'waypost-store-'))
  folder = path.join(base, 'made/later')
})
afterEach(() => rmSync(base, { recursive: true }))

test('F4 one uuid v4, made when it is first asked for, and the same ever after', async () => {
  const id = createInstanceId(folderStore(folder))
  expect(existsSync(folder)).toBe(false)
  const first = await id()
  expect(first).toMatch(V4)
  expect(await id()).toBe(first)
  expect(await createInstanceId(folderStore(folder))()).toBe(first)
  expect(readdirSync(folder)).toEqual(['instance-id'])
})

test('F4 processes that ask at once get one', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => createInstanceId(folderStore(folder))()))
  expect(new Set(ids).size).toBe(1)
})

test.each(['', 'no uuid', '{"id":'])('F4 a damaged one, %j, is replaced', async (text) => {
  const store = folderStore(folder)
  await store.set('instance-id', 'x')
  writeFileSync(path.join(folder, 'instance-id'), text)
  const id = await createInstanceId(store)()
  expect(id).toMatch(V4)
  expect(readFileSync(path.join(folder, 'instance-id'), 'utf8').trim()).toBe(id)
})

test('F4 where nothing can be kept it lasts as long as the process', async () => {
  writeFileSync(path.join(base, 'file'), '')
  const id = createInstanceId(folderStore(path.join(base, 'file/below')))
  expect(await id()).toMatch(V4)
  expect(await id()).toBe(await id())
})
