// @vitest-environment node
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { flowise } from '../../catalogue/index.js'
import { buildInto } from '../built.contract.js'
import { createTelemetry } from '../telemetry.js'
import { fileSink } from './file-sink.js'
import type { Batch } from './sink.js'

let base: string
let file: string
let built: string
beforeAll(async () => {
  built = mkdtempSync(path.join(tmpdir(), 'waypost-file-sink-'))
  await buildInto(built)
}, 60_000)
afterAll(() => rmSync(built, { recursive: true }))
beforeEach(() => {
  base = mkdtempSync(path.join(built, 'test-'))
  file = path.join(base, 'made/later/events.jsonl')
})

const tools = { fetch }
const batch = (...events: string[]): Batch => ({ events, signal: new AbortController().signal })
const lines = () => readFileSync(file, 'utf8').split('\n')

test('fileSink: the folder is made with the first event, and nobody else may read the file', async () => {
  const sink = fileSink(file)
  expect(sink.preview(['{"a":1}'])).toEqual({ to: file, body: '{"a":1}\n' })
  expect(existsSync(path.dirname(file))).toBe(false)
  expect(await sink.send(batch('{"a":1}', '{"b":2}'), tools)).toEqual({ kind: 'accepted' })
  expect(await sink.send(batch('{"c":3}'), tools)).toEqual({ kind: 'accepted' })
  expect(lines()).toEqual(['{"a":1}', '{"b":2}', '{"c":3}', ''])
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('A12 fileSink: what was switched off in the meantime is not written', async () => {
  const signal = AbortSignal.abort()
  expect(await fileSink(file).send({ ...batch('{}'), signal }, tools)).toMatchObject({ kind: 'retry' })
  expect(existsSync(file)).toBe(false)
})

test('E3 fileSink: what can’t be written is kept, and written once it can be', async () => {
  const telemetry = createTelemetry({
    product: { name: 'Flowise', version: '1' },
    catalogue: flowise,
    sink: fileSink(file),
    decide: () => ({ enabled: true, by: 'default', reason: 'on', locked: false }),
    instanceId: async () => 'i',
  })
  // Something else stands in its place.
  mkdirSync(file, { recursive: true })
  telemetry.send('tool_created', { toolId: 't1', toolName: 'x' })
  await telemetry.flush()
  telemetry.send('tool_created', { toolId: 't2', toolName: 'x' })
  expect(telemetry.status()).toMatchObject({ waiting: 2, sent: 0, lastError: { reason: 'EISDIR' } })
  rmSync(file, { recursive: true })
  await telemetry.flush()
  expect(telemetry.status()).toMatchObject({ waiting: 0, sent: 2, dropped: 0 })
  expect(
    lines()
      .filter(Boolean)
      .map((line) => JSON.parse(line).properties.toolId),
  ).toEqual(['t1', 't2'])
})

test.skipIf(process.getuid?.() === 0)(
  'E3 fileSink: a file that may not be written to is tried again',
  async () => {
    const sink = fileSink(file)
    await sink.send(batch('{}'), tools)
    chmodSync(file, 0o400)
    expect(await sink.send(batch('{}'), tools)).toEqual({ kind: 'retry', reason: 'EACCES' })
  },
)

test('fileSink: two processes that write at once leave whole lines, each of them once', async () => {
  const program = `
    import { fileSink } from ${JSON.stringify(path.join(built, 'node.mjs'))}
    const [, who] = process.argv
    const sink = fileSink(${JSON.stringify(file)})
    const signal = new AbortController().signal
    for (let at = 0; at < 200; at++) {
      const events = [0, 1, 2].map((one) => JSON.stringify({ who, at, one, text: who.repeat(1000) }))
      await sink.send({ events, signal }, { fetch })
    }`
  const ends = ['a', 'b'].map(
    (who) =>
      new Promise((resolve) =>
        spawn(process.execPath, ['--input-type=module', '-e', program, who], { stdio: 'inherit' }).once(
          'exit',
          resolve,
        ),
      ),
  )
  expect(await Promise.all(ends)).toEqual([0, 0])
  const read = lines()
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { who: string; at: number; one: number })
  expect(read).toHaveLength(2 * 200 * 3)
  expect(new Set(read.map(({ who, at, one }) => `${who} ${at} ${one}`)).size).toBe(2 * 200 * 3)
})
