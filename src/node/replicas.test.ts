// @vitest-environment node
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildInto } from './built.contract.js'
import { missingPostgres, startPostgres } from './lock/postgres.contract.js'

/**
 * Replicas as they are: processes that share nothing but a PostgreSQL, and can be killed. Their clocks run a thousand times
 * as fast, so that an hour is 3.6 seconds.
 */
const SPEED = 1_000
const HOUR = 3_600_000
const EPOCH = Date.now()

const program = (postgres: object, url: string) => `
import pg from ${JSON.stringify(createRequire(import.meta.url).resolve('pg'))}
import { createInterface } from 'node:readline'
import { createHeartbeat, flowforge, postgresLock, postgresStore } from './node.mjs'
const pool = new pg.Pool({ ...${JSON.stringify(postgres)}, max: 3 })
pool.on('error', () => {})
const now = () => ${EPOCH} + (Date.now() - ${EPOCH}) * ${SPEED}
let heartbeat
const begin = () => heartbeat = createHeartbeat({
  url: '${url}', catalogue: flowforge, modules: [], isOn: () => true,
  store: postgresStore(pool), lock: postgresLock(pool),
  after: ${HOUR / 2}, every: ${2 * HOUR}, quiet: ${HOUR}, random: () => 0.5, timeout: ${10_000 * SPEED},
  clock: { now, elapsed: now },
  schedule: (task, delay) => { const timer = setTimeout(task, delay / ${SPEED}); return () => clearTimeout(timer) },
})
const commands = {
  begin,
  stop: () => heartbeat.stop(),
  lock: async () => { await postgresLock(pool).acquire() },
  end: () => process.stdin.destroy(),
}
let told = ''
setInterval(() => {
  const { lastSent = '' } = heartbeat?.status() ?? {}
  if (lastSent !== told) console.log('knows ' + (told = lastSent))
}, 10).unref()
console.log('ready')
for await (const line of createInterface({ input: process.stdin })) {
  await commands[line]()
  console.log('done ' + line)
}
`

describe.skipIf(missingPostgres)(`replicas on a real PostgreSQL${missingPostgres}`, () => {
  let folder: string
  let postgres: Awaited<ReturnType<typeof startPostgres>>
  let receiver: Server
  const reports: number[] = []
  const children: ChildProcess[] = []
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'waypost-replicas-'))
    await buildInto(folder)
    postgres = await startPostgres()
    receiver = createServer((request, response) => {
      request.resume().once('end', () => {
        reports.push(Date.now())
        response.end()
      })
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    const { port } = receiver.address() as AddressInfo
    writeFileSync(path.join(folder, 'replica.mjs'), program(postgres.connection, `http://127.0.0.1:${port}/`))
  }, 120_000)
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL')
    receiver.closeAllConnections()
    receiver.close()
    postgres.stop()
    rmSync(folder, { recursive: true })
  })

  async function replica() {
    const child = spawn(process.execPath, [path.join(folder, 'replica.mjs')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    children.push(child)
    const lines: string[] = []
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
    await expect.poll(() => lines, { timeout: 30_000 }).toContain('ready')
    return {
      tell: (command: string) => child.stdin.write(`${command}\n`),
      has: (line: string) => expect.poll(() => lines, { timeout: 30_000 }).toContain(line),
      /** When, to its knowledge, the last report was sent. Only who leads looks. */
      knows: () => lines.filter((line) => line.startsWith('knows')).at(-1),
      kill: () => child.kill('SIGKILL'),
      exit: new Promise<number | null>((resolve) => child.once('exit', resolve)),
    }
  }

  test('F10 four processes are one report; when the leader is killed another takes over, and reports when the day is over', async () => {
    const replicas = await Promise.all([replica(), replica(), replica(), replica()])
    for (const one of replicas) one.tell('begin')
    await expect.poll(() => reports.length, { timeout: 30_000 }).toBe(1)
    const knowing = () => replicas.filter((one) => one.knows())
    await expect.poll(() => knowing().length, { timeout: 30_000 }).toBe(1)
    const [leader] = knowing()
    leader?.kill()
    // It has looked, and knows of the report that another has made.
    await expect.poll(() => knowing().length, { timeout: 30_000 }).toBe(2)
    expect(knowing().map((one) => one.knows())).toEqual([leader?.knows(), leader?.knows()])
    expect(reports).toHaveLength(1)
    await expect.poll(() => reports.length, { timeout: 30_000 }).toBe(2)
    const [first = 0, second = 0] = reports
    expect(second - first).toBeGreaterThanOrEqual(HOUR / SPEED)
    for (const one of replicas) one.kill()
    await Promise.all(replicas.map((one) => one.exit))
    expect(reports).toHaveLength(2)
  })

  test('F11 a lock that is held keeps no process alive', async () => {
    const one = await replica()
    one.tell('lock')
    await one.has('done lock')
    one.tell('end')
    expect(await one.exit).toBe(0)
  })
})
