import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { createRandom } from './random.mjs'
import { fuzzedBytes, fuzzedRequest } from './requests.mjs'
import { sendPolitely, sendRaw } from './wire.mjs'

const READ_TOKEN = 'fuzz-read-token-0123456789'
const VALID_KEY = 'phc_valid'
const AT_ONCE = 16

/** What Node's own client refuses to send goes over a bare connection. */
const isPolite = ({ path, headers }) =>
  /^[\x21-\x7e]+$/.test(path) &&
  headers.every(([name, value]) => name !== 'host' && /^[\t\x20-\x7e]*$/.test(value))

/**
 * Sends mutated requests to a real collector, in a process of its own, and valid events in between.
 *
 * @param options.program path of the command line
 * @returns what was sent and answered; `problems` is empty when the collector stood it
 */
export async function fuzz({ program, requests, seed, onProgress = () => {} }) {
  const begin = Date.now()
  const child = await startCollector(program)
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const server = { port: child.port, agent }
  const statuses = {}
  const problems = []
  const sent = new Map()
  const seen = new Map()
  let position = 0
  let next = 0

  const count = (status) => (statuses[status] = (statuses[status] ?? 0) + 1)
  const complain = (index, what) => problems.push(`request ${index} of seed ${seed}: ${what}`)

  async function valid(index, random) {
    const uuid = random.uuid()
    const event = { uuid, event: 'valid', distinct_id: 'd', properties: { index } }
    const body = Buffer.from(JSON.stringify({ api_key: VALID_KEY, batch: [event] }))
    const { status } = await sendPolitely(server, { method: 'POST', path: '/batch/', headers: [], body })
    if (status === 200) sent.set(uuid, index)
    else complain(index, `a valid event got ${status}`)
    count(status)
  }

  async function mutated(index, random) {
    const raw = random.chance(0.1)
    const request = fuzzedRequest(random, READ_TOKEN)
    if (raw || !isPolite(request)) {
      for (const status of await sendRaw(server, fuzzedBytes(random, READ_TOKEN), random.chance(0.8))) {
        count(status)
        if (status >= 500) complain(index, `${status} to raw bytes`)
      }
      count('raw')
      return
    }
    const { status, text } = await sendPolitely(server, request).catch((error) => {
      // Headers that are too large hide that it is a HEAD, and are answered with a body.
      if (error.code === 'HPE_CLOSED_CONNECTION' && request.method === 'HEAD')
        return { status: 431, text: '' }
      throw error
    })
    count(status)
    // The documented one: too much at once.
    if (status >= 500 && !text.includes('"busy"'))
      complain(index, `${status} to ${request.method} ${request.path}`)
  }

  async function worker() {
    while (next < requests && !child.ended) {
      const index = next++
      const random = createRandom(seed, index)
      try {
        await (index % 20 === 0 ? valid(index, random) : mutated(index, random))
      } catch (error) {
        // A client that goes on sending after it was refused may see the connection close before the answer.
        if (error.code === 'ECONNRESET' || error.code === 'EPIPE') count('closed')
        else complain(index, String(error.message))
      }
      if (index % 1000 === 999) {
        await readNew()
        onProgress({ index: index + 1, memory: child.memory(), problems: problems.length })
      }
    }
  }

  /** Read as they come: the collector keeps a number of events, and fuzzed ones are among them. */
  let reading = Promise.resolve()
  const readNew = () => (reading = reading.then(readPage))
  async function readPage() {
    const path = `/events?token=${VALID_KEY}&after=${position}`
    const headers = { authorization: `Bearer ${READ_TOKEN}` }
    const { events } = await (await fetch(`http://127.0.0.1:${child.port}${path}`, { headers })).json()
    for (const { uuid, seq } of events) {
      seen.set(uuid, (seen.get(uuid) ?? 0) + 1)
      position = Math.max(position, seq)
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  agent.destroy()
  if (!child.ended) await readNew()
  for (const [uuid, index] of sent) {
    if (seen.get(uuid) !== 1) complain(index, `its valid event is there ${seen.get(uuid) ?? 0} times`)
  }
  const peakMemory = child.memory()
  const exitCode = await child.stop()
  if (exitCode !== 0) problems.push(`the collector ended with ${exitCode}: ${child.errors().slice(-2000)}`)
  return {
    requests: next,
    seconds: (Date.now() - begin) / 1000,
    statuses,
    valid: sent.size,
    peakMemory,
    problems,
  }
}

async function startCollector(program) {
  const child = spawn(
    process.execPath,
    [program, 'collect', '--port', '0', '--read-token', READ_TOKEN, '--log', 'warn'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let errors = ''
  let banner = ''
  child.stderr.setEncoding('utf8').on('data', (text) => (errors = (errors + text).slice(-20_000)))
  const ended = new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal)))
  const state = { ended: false }
  void ended.then(() => (state.ended = true))
  await new Promise((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      banner += text
      if (banner.includes('Ctrl+C')) resolve()
    })
    child.once('close', resolve)
  })
  const port = Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(banner)?.[1])
  if (!port) throw new Error(`the collector did not start: ${errors}`)
  return {
    port,
    get ended() {
      return state.ended
    },
    errors: () => errors,
    /** The most that it ever had, in MiB; 0 where the system does not say. */
    memory() {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
        return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
      } catch {
        return 0
      }
    },
    stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}
