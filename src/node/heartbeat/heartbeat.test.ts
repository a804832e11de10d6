// @vitest-environment node
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { flowforge, HEARTBEAT_SCHEMA } from '../../catalogue/index.js'
import type { Held, Lock } from '../lock/lock.js'
import type { Store } from '../store/store.js'
import { flowforgeMetrics } from './flowforge-metrics.js'
import { createHeartbeat } from './heartbeat.js'
import type { HeartbeatOptions } from './heartbeat.js'
import { gather } from './metrics.js'

const START = Date.parse('2026-01-02T00:00:00.000Z')
const HOUR = 3_600_000
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** Time that passes when the test says so. Between timers, everything else has its turn. */
function fakeTime() {
  let now = START
  const timers = new Set<{ due: number; task: () => void }>()
  return {
    clock: { now: () => now, elapsed: () => now },
    schedule: (task: () => void, delay: number) => {
      const timer = { due: now + delay, task }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    async pass(ms: number) {
      const end = now + ms
      for (;;) {
        // Twice: promises that a turn began end in the next.
        for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
        const [first] = [...timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)
        if (!first) break
        timers.delete(first)
        now = first.due
        first.task()
      }
      now = end
    },
  }
}

function memoryStore(): Store & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>()
  return {
    kept,
    get: async (key) => kept.get(key),
    set: async (key, value) => void kept.set(key, value),
    add: async (key, value) => kept.get(key) ?? (kept.set(key, value), value),
  }
}

const counts = { users: 6, teams: 5, projects: 4, devices: 9, projectSnapshots: 16, projectTemplates: 7 }
const more = { projectStacks: 2, libraryEntries: 0, sharedLibraryEntries: 3 }
const modules = () =>
  flowforgeMetrics({
    version: '1.0.0',
    instanceId: () => '5db51f99-c6fb-4340-9c19-78adce58cc1b',
    counts: Object.fromEntries(
      Object.entries({ ...counts, ...more }).map(([name, count]) => [name, () => count]),
    ),
    driver: async () => 'localfs',
    enabled: { broker: () => true, fileStore: () => true, email: () => false },
    license: () => ({ id: '4c105579', type: 'DEV' }),
  })

/** A product whose receiver answers with these statuses, one by one; the last for ever. */
function setUp(given: Partial<HeartbeatOptions> = {}, ...statuses: number[]) {
  const time = fakeTime()
  const sent: { at: number; body: Record<string, unknown> }[] = []
  const answer: typeof fetch = async (_, init) => {
    sent.push({ at: time.clock.now() - START, body: JSON.parse(String(init?.body)) })
    return new Response(null, { status: (statuses.length > 1 ? statuses.shift() : statuses[0]) ?? 200 })
  }
  const store = memoryStore()
  const start = (own: Partial<HeartbeatOptions> = {}) => {
    const heartbeat = createHeartbeat({
      url: 'https://ping.example/',
      catalogue: flowforge,
      modules: modules(),
      store,
      isOn: () => true,
      clock: time.clock,
      schedule: time.schedule,
      random: () => 0.5,
      fetch: answer,
      ...given,
      ...own,
    })
    ends.push(() => heartbeat.stop())
    return heartbeat
  }
  return { time, sent, store, start }
}

test('F5 F6 the documented payload, each number from its own source, with a schema version', async () => {
  const { time, sent, start } = setUp()
  start()
  await time.pass(30_000)
  expect(sent[0]?.body).toEqual({
    instanceId: '5db51f99-c6fb-4340-9c19-78adce58cc1b',
    os: { type: expect.any(String), release: expect.any(String), arch: process.arch },
    env: { nodejs: process.version, flowforge: '1.0.0' },
    platform: {
      counts: { ...counts, ...more },
      config: {
        driver: 'localfs',
        broker: { enabled: true },
        fileStore: { enabled: true },
        email: { enabled: false },
      },
      license: { id: '4c105579', type: 'DEV' },
    },
    schemaVersion: HEARTBEAT_SCHEMA,
  })
})

test('F1 F3 30 seconds after the start, then every 24 hours at a time chosen by chance', async () => {
  const { time, sent, start } = setUp()
  const heartbeat = start()
  await time.pass(29_999)
  expect(sent).toEqual([])
  await time.pass(1)
  expect(sent.map(({ at }) => at)).toEqual([30_000])
  expect(heartbeat.status()).toMatchObject({
    lastSent: '2026-01-02T00:00:30.000Z',
    next: '2026-01-02T12:30:30.000Z',
  })
  await time.pass(72 * HOUR)
  const daily = 30_000 + 12.5 * HOUR
  expect(sent.map(({ at }) => at)).toEqual([30_000, daily, daily + 24 * HOUR, daily + 48 * HOUR])
})

test('F2 initialised later, it still reports', async () => {
  let isInitialised = false
  const { time, sent, start } = setUp({ isInitialised: () => isInitialised })
  start()
  await time.pass(5 * HOUR)
  expect(sent).toEqual([])
  isInitialised = true
  await time.pass(60_000)
  expect(sent).toHaveLength(1)
})

test('F2 how often it asks is an option', async () => {
  let isInitialised = false
  const { time, sent, start } = setUp({ isInitialised: () => isInitialised, askAgain: 5_000 })
  start()
  await time.pass(31_000)
  isInitialised = true
  await time.pass(4_000)
  expect(sent.map(({ at }) => at)).toEqual([35_000])
})

test('F3 no second report right after a restart', async () => {
  const { time, sent, start } = setUp()
  const first = start()
  await time.pass(60_000)
  await first.stop()
  const second = start()
  await time.pass(60_000)
  expect(sent).toHaveLength(1)
  expect(second.status().lastSent).toBe('2026-01-02T00:00:30.000Z')
  await time.pass(24 * HOUR)
  expect(sent).toHaveLength(2)
})

test('F7 a module that throws, rejects or hangs is left out and named', async () => {
  const { schedule, pass } = fakeTime()
  const gathered = gather(
    [
      { name: '003-hangs', collect: () => new Promise<never>(() => {}) },
      {
        name: '001-throws',
        collect: () => {
          throw new TypeError('secret')
        },
      },
      { name: '002-rejects', collect: () => Promise.reject(Object.assign(new Error('x'), { code: 'EDB' })) },
      { name: '000-fine', collect: () => ({ 'a.b': 1, 'a.c.d': 2 }) },
      { name: '004-again', collect: () => ({ 'a.b': 5, '__proto__.x': 1, e: 3 }) },
    ],
    1_000,
    schedule,
  )
  await pass(1_000)
  expect(await gathered).toEqual({
    payload: { a: { b: 1, c: { d: 2 } }, e: 3 },
    failed: [
      { name: '001-throws', code: 'TypeError' },
      { name: '002-rejects', code: 'EDB' },
      { name: '003-hangs', code: 'TimeoutError' },
      { name: '004-again', code: 'NO_PLACE' },
      { name: '004-again', code: 'NO_PLACE' },
    ],
  })
  expect(Reflect.get({}, 'x')).toBeUndefined()
})

/** A lock that any number of replicas share, and five of them, which can be killed: none of their timers comes any more. */
function fiveReplicas() {
  let owner: object | undefined
  const { time, sent, store, start } = setUp()
  const begin = (random: number) => {
    const me = {}
    const held: Held = {
      isHeld: async () => owner === me,
      release: async () => {
        if (owner === me) owner = undefined
      },
    }
    const lock: Lock = { acquire: async () => (owner ? undefined : ((owner = me), held)) }
    let isAlive = true
    const schedule = (task: () => void, delay: number) => time.schedule(() => isAlive && task(), delay)
    const heartbeat = start({ lock, schedule, random: () => random })
    return {
      stop: () => heartbeat.stop(),
      kill() {
        isAlive = false
        if (owner === me) owner = undefined
      },
    }
  }
  const times = () => sent.map(({ at }) => at)
  return { time, store, times, begin, replicas: [0.1, 0.2, 0.3, 0.4, 0.5].map(begin) }
}
/** The daily time of a replica, by what chance gave it. */
const dailyOf = (random: number, started = 0) => started + 30_000 + HOUR + random * 23 * HOUR

test('F10 five replicas that start together are one report, now and each day', async () => {
  const { time, times } = fiveReplicas()
  await time.pass(72 * HOUR)
  const daily = dailyOf(0.1)
  expect(times()).toEqual([30_000, daily, daily + 24 * HOUR, daily + 48 * HOUR])
})

test.each(['stops', 'is killed'])(
  'F10 a leader that %s after its report: another goes on with its daily time',
  async (how) => {
    const { time, times, replicas } = fiveReplicas()
    await time.pass(3 * HOUR)
    expect(times()).toEqual([30_000])
    if (how === 'stops') await replicas[0]?.stop()
    else replicas[0]?.kill()
    const daily = dailyOf(0.1)
    await time.pass(daily - 3 * HOUR - 1)
    expect(times()).toEqual([30_000])
    await time.pass(48 * HOUR)
    expect(times()).toEqual([30_000, daily, daily + 24 * HOUR])
  },
)

test('F10 a leader that is killed before its report: another makes it, within two minutes', async () => {
  const { time, times, replicas } = fiveReplicas()
  await time.pass(29_000)
  // Whoever would have been first.
  replicas[0]?.kill()
  await time.pass(91_000)
  expect(times()).toHaveLength(1)
  await time.pass(12 * HOUR)
  expect(times()).toHaveLength(2)
})

test('F10 a leader that dies after the answer, before it could keep it: the same report goes under the same name', async () => {
  const keys: string[] = []
  const answer: typeof fetch = async (_, init) => {
    keys.push(new Headers(init?.headers).get('idempotency-key') ?? '')
    return new Response()
  }
  const { time, store, start } = setUp({ fetch: answer })
  const forgetful: Store = {
    ...store,
    // Killed: what comes after the answer is not kept, and goes nowhere.
    set: async (key, value) => (key === 'last-report' ? new Promise<void>(() => {}) : store.set(key, value)),
  }
  start({ store: forgetful })
  await time.pass(31_000)
  start()
  await time.pass(31_000)
  expect(keys).toHaveLength(2)
  expect(new Set(keys).size).toBe(1)
  // The next day’s is another.
  await time.pass(30 * HOUR)
  expect(new Set(keys).size).toBeGreaterThan(1)
})

test('D16 the last report that was answered can be looked at, byte for byte', async () => {
  const { time, sent, start } = setUp({}, 503, 200)
  const heartbeat = start()
  await time.pass(30_000)
  expect(sent).toHaveLength(1)
  expect(heartbeat.lastPayload()).toBeUndefined()
  await time.pass(30_000)
  expect(heartbeat.lastPayload()?.to).toBe('POST https://ping.example/')
  expect(JSON.parse(heartbeat.lastPayload()?.body ?? '')).toEqual(sent[1]?.body)
})

test('F10 leaders that die one after the other, within an hour: none reports again', async () => {
  const { time, times, replicas } = fiveReplicas()
  for (const replica of replicas.slice(0, 4)) {
    await time.pass(10 * 60_000)
    replica.kill()
  }
  await time.pass(20 * 60_000)
  expect(times()).toEqual([30_000])
  await time.pass(24 * HOUR)
  expect(times()).toEqual([30_000, dailyOf(0.1)])
})

test('F10 a daily time that went by without anybody is made up for, once', async () => {
  const { time, times, replicas, begin } = fiveReplicas()
  await time.pass(HOUR)
  for (const replica of replicas) replica.kill()
  await time.pass(9 * HOUR)
  begin(0.9)
  await time.pass(60_000)
  // A start of its own, long after the last report, is a report.
  expect(times()).toEqual([30_000, 10 * HOUR + 30_000])
  await time.pass(24 * HOUR)
  expect(times().slice(2)).toEqual([dailyOf(0.9, 10 * HOUR)])
})

test('F10 a rolling restart of all replicas is one start', async () => {
  const { time, times, replicas, begin } = fiveReplicas()
  await time.pass(3 * HOUR)
  for (const replica of replicas) {
    await replica.stop()
    begin(0.7)
    await time.pass(5 * 60_000)
  }
  await time.pass(10 * 60_000)
  expect(times()).toHaveLength(2)
})

test('F3 a clock that was wrong silences nothing', async () => {
  const { time, sent, store, start } = setUp()
  await store.set('last-report', '2031-01-01T00:00:00.000Z')
  await store.set('next-report', '2031-01-02T00:00:00.000Z')
  start()
  await time.pass(30_000)
  expect(sent).toHaveLength(1)
  await time.pass(24 * HOUR)
  expect(sent).toHaveLength(2)
})

test('E3 F13 a receiver that is away is asked again, a few times, then the next day', async () => {
  const { time, sent, start } = setUp({}, 503, 503, 200)
  const heartbeat = start()
  await time.pass(30_000)
  expect(heartbeat.status()).toMatchObject({ lastError: { reason: 'HTTP 503' } })
  await time.pass(10 * 60_000)
  expect(sent).toHaveLength(3)
  expect(heartbeat.status().lastError).toBeUndefined()
  const down = setUp({}, 503)
  down.start()
  await down.time.pass(12 * HOUR)
  expect(down.sent).toHaveLength(6)
  await down.time.pass(HOUR)
  expect(down.sent).toHaveLength(12)
})

test('E3 E8 all tries of a report have one key, and the next report another', async () => {
  const keys: (string | null)[] = []
  const statuses = [503, 503, 200, 200]
  let ids = 0
  const { time, start } = setUp({
    newId: () => `id-${++ids}`,
    fetch: async (_, init) => {
      keys.push(new Headers(init?.headers).get('idempotency-key'))
      return new Response(null, { status: statuses.shift() ?? 200 })
    },
  })
  start()
  await time.pass(24 * HOUR)
  expect(keys).toEqual(['id-1', 'id-1', 'id-1', 'id-2'])
})

test('F9 the label of the operator is in the report, and none where there is none', async () => {
  const report = (label?: string) => {
    const { time, sent, start } = setUp()
    const version = '1.0.0'
    const enabled = { broker: () => true, fileStore: () => true, email: () => false }
    const license = () => ({ id: '', type: 'CE' })
    const sources = {
      version,
      instanceId: () => 'i',
      counts: {},
      driver: () => 'localfs',
      enabled,
      license,
      label,
    }
    start({ modules: flowforgeMetrics(sources) })
    return time.pass(30_000).then(() => sent[0]?.body)
  }
  expect(await report('Test bench 3')).toMatchObject({ label: 'Test bench 3' })
  expect(await report()).not.toHaveProperty('label')
})

test('A11 A12 off: nothing is gathered, sent or kept; on again, it reports', async () => {
  let isOn = false
  let asked = 0
  const { time, sent, store, start } = setUp({
    isOn: () => isOn,
    modules: [{ name: 'users', collect: () => ({ 'platform.counts.users': ++asked }) }],
  })
  const heartbeat = start()
  await time.pass(30 * HOUR)
  expect(await heartbeat.preview()).toBeUndefined()
  expect({ asked, sent, kept: [...store.kept] }).toEqual({ asked: 0, sent: [], kept: [] })
  isOn = true
  await time.pass(60_000)
  expect(sent).toHaveLength(1)
})

test('F11 stop() ends timers', async () => {
  const { time, sent, start } = setUp()
  const heartbeat = start()
  await heartbeat.stop()
  await time.pass(48 * HOUR)
  expect(sent).toEqual([])
  expect(heartbeat.status().next).toBeUndefined()
})

const never = () => new Promise<never>(() => {})
const hanging: Record<string, (store: Store) => Partial<HeartbeatOptions>> = {
  isInitialised: () => ({ isInitialised: never }),
  module: () => ({ modules: [{ name: 'hangs', collect: never }] }),
  receiver: () => ({ fetch: never }),
  'store.get': (store) => ({ store: { ...store, get: never } }),
  'store.set': (store) => ({ store: { ...store, set: never } }),
  'lock.acquire': () => ({ lock: { acquire: never } }),
}
const isHeld = async () => true

test.each(Object.keys(hanging))('F11 stop() ends at once while %s hangs', async (what) => {
  const { time, store, start } = setUp()
  const heartbeat = start(hanging[what]?.(store))
  await time.pass(31_000)
  await heartbeat.stop()
  expect(heartbeat.status().next).toBeUndefined()
})

test.each(Object.keys(hanging))('E4 %s that hangs is given up, and the day goes on', async (what) => {
  const { time, store, start } = setUp()
  const heartbeat = start(hanging[what]?.(store))
  await time.pass(5 * 60_000)
  const { lastError, failedModules, next } = heartbeat.status()
  if (what === 'module') expect(failedModules).toEqual([{ name: 'hangs', code: 'TimeoutError' }])
  else expect(lastError?.reason).toBe('TimeoutError')
  expect(Date.parse(next ?? '')).toBeGreaterThan(time.clock.now())
})

test('F11 a lock that does not let itself be released holds stop() up no longer than it may', async () => {
  const { time, start } = setUp()
  const heartbeat = start({ lock: { acquire: async () => ({ isHeld, release: never }) } })
  await time.pass(31_000)
  let isStopped = false
  const stopped = heartbeat.stop().then(() => (isStopped = true))
  await time.pass(9_999)
  expect(isStopped).toBe(false)
  await time.pass(1)
  await stopped
})

test('F11 a lock that is had after stop() is given back', async () => {
  const { time, start } = setUp()
  let give: (held: Held) => void = () => {}
  const heartbeat = start({ lock: { acquire: () => new Promise((resolve) => (give = resolve)) } })
  await time.pass(30_000)
  await heartbeat.stop()
  const released = await new Promise((resolve) => give({ isHeld, release: async () => resolve(true) }))
  expect(released).toBe(true)
})

test('F10 a leader that can’t tell whether it still leads lets go, and asks again', async () => {
  const { time, sent, start } = setUp()
  let acquired = 0
  let released = 0
  const held: Held = { isHeld: never, release: async () => void released++ }
  start({ lock: { acquire: async () => (acquired++, held) } })
  await time.pass(24 * HOUR)
  expect({ acquired, released, sent: sent.length }).toEqual({ acquired: 2, released: 1, sent: 2 })
})

test('F8 E4 over a real connection: POST, and a receiver that hangs is given up', async () => {
  const requests: string[] = []
  const server = createServer((request) => void requests.push(`${request.method} ${request.url}`))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const heartbeat = createHeartbeat({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping`,
    catalogue: flowforge,
    modules: modules(),
    store: memoryStore(),
    isOn: () => true,
    after: 0,
    timeout: 100,
  })
  ends.push(() => heartbeat.stop())
  await expect.poll(() => heartbeat.status().lastError?.reason).toBe('TimeoutError')
  expect(requests).toEqual(['POST /ping'])
})
