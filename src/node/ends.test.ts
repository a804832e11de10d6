// @vitest-environment node
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { buildInto } from './built.contract.js'

/** Programs of their own, since they are about how a process ends. */
let folder: string
const ends: (() => unknown)[] = []
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'waypost-ends-'))
  await buildInto(folder)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function receiver(answers: boolean) {
  const bodies: string[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += String(part)
    bodies.push(body)
    if (answers) response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, bodies }
}

function program(url: string, rest: string): string {
  const file = path.join(folder, `${Math.random()}.mjs`)
  writeFileSync(
    file,
    `import { createTelemetry, flowise, httpSink, decide } from './node.mjs'
    const telemetry = createTelemetry({
      product: { name: 'flowise', version: '1' }, catalogue: flowise, sink: httpSink({ url: '${url}' }),
      decide: () => decide({ product: 'flowise' }), instanceId: async () => 'i',
    })
    telemetry.send('tool_created', { toolId: 't', toolName: 'x' })
    ${rest}`,
  )
  return file
}

const exitOf = (file: string) =>
  new Promise<number | null>((resolve) => spawn(process.execPath, [file]).once('close', resolve))

test('E11 neither an event that waits nor a request that hangs keeps the process alive', async () => {
  const { url, bodies } = await receiver(false)
  expect(await exitOf(program(url, ''))).toBe(0)
  expect(bodies).toEqual([])
  const start = performance.now()
  // Alive until the request is under way, and no longer.
  expect(await exitOf(program(url, `telemetry.flush(); setTimeout(() => {}, 500)`))).toBe(0)
  expect(bodies).toHaveLength(1)
  expect(performance.now() - start).toBeLessThan(9_000)
})

test('E7 shutdown() brings the last events out, in a process and in a worker thread', async () => {
  const { url, bodies } = await receiver(true)
  const file = program(url, 'await telemetry.shutdown()')
  expect(await exitOf(file)).toBe(0)
  expect(bodies).toHaveLength(1)
  const worker = new Worker(file)
  expect(await new Promise((resolve) => worker.once('exit', resolve))).toBe(0)
  expect(bodies).toHaveLength(2)
})

test('E7 shutdown() ends in a worker thread whose receiver hangs', async () => {
  const { url } = await receiver(false)
  const worker = new Worker(program(url, 'await telemetry.shutdown(200)'))
  expect(await new Promise((resolve) => worker.once('exit', resolve))).toBe(0)
})

test('fileSink: one JSON object on each line', async () => {
  const file = path.join(folder, 'made/events.jsonl')
  const script = program('http://127.0.0.1:9/', '')
  const text = readFileSync(script, 'utf8')
    .replace('httpSink, decide', 'fileSink, decide')
    .replace(/httpSink\([^)]*\)/, `fileSink(${JSON.stringify(file)})`)
  writeFileSync(
    script,
    `${text}\ntelemetry.send('tool_created', { toolId: 'u', toolName: 'y' }); await telemetry.shutdown()`,
  )
  expect(await exitOf(script)).toBe(0)
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  expect(lines.map((line) => JSON.parse(line).properties.toolId)).toEqual(['t', 'u'])
})
