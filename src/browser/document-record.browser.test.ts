import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createDocumentRecord } from './document-record.js'
import type { RunningRecord } from './document-record.js'
import { quietConsole } from './quiet-console.contract.js'

const written = quietConsole()

const opened: RunningRecord[] = []
let now = 0
let ids = 0

/** A document with one part; its timers end when the test says so. */
function createDocument(name = 'part') {
  const timers = new Map<() => void, number>()
  const schedule = (task: () => void, delay: number) => {
    timers.set(task, delay)
    return () => timers.delete(task)
  }
  const record = createDocumentRecord({ now: () => now, elapsed: () => now }, schedule, () => `doc-${++ids}`)
  opened.push(record)
  const adopted: unknown[] = []
  const state: { content: unknown } = { content: undefined }
  record.part(
    name,
    () => state.content,
    (content) => adopted.push(content),
  )
  return {
    record,
    state,
    adopted,
    /** Keeps something. */
    async keep(content: unknown) {
      state.content = content
      await record.save()
    },
    /** The time is up in which others could answer. */
    async lookAround() {
      const patience = () => [...timers].filter(([, delay]) => delay === 3000).map(([task]) => task)
      await expect.poll(() => patience().length).toBe(1)
      // Those who live have answered by now: their answers came before this one of our own.
      const answered = new BroadcastChannel('waypost')
      const heard = new Promise((resolve) => answered.addEventListener('message', resolve, { once: true }))
      new BroadcastChannel('waypost').postMessage({ from: 'nobody' })
      await heard
      answered.close()
      for (const task of patience()) task()
    },
    pending: () => timers.size,
  }
}

const request = <Result>(asked: IDBRequest<Result>) =>
  new Promise<Result>((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(new Error(String(asked.error)))
  })

/** What is in the database, by a connection of our own. */
async function rows(): Promise<unknown[]> {
  const database = await request(indexedDB.open('waypost', 1))
  const all = await request(database.transaction('documents').objectStore('documents').getAll())
  database.close()
  return all
}

/** The document dies: it answers no more, and can tidy up nothing. */
const kill = async (dead: ReturnType<typeof createDocument>) => {
  const before = await rows()
  dead.record.leave()
  expect(await rows()).toEqual(before)
}

beforeEach(async () => {
  now = Date.UTC(2030, 0, 1)
  ids = 0
  await request(indexedDB.deleteDatabase('waypost'))
})
afterEach(() => {
  for (const record of opened.splice(0)) record.leave()
})

test('L5 what a dead document has kept is taken on by a later one, once', async () => {
  const dead = createDocument()
  dead.record.open()
  await dead.keep({ last: 'state' })
  await kill(dead)

  const [one, other] = [createDocument(), createDocument()]
  one.record.open()
  other.record.open()
  await Promise.all([one.lookAround(), other.lookAround()])
  await expect.poll(() => [...one.adopted, ...other.adopted]).toEqual([{ last: 'state' }])
  expect(await rows()).toEqual([])
})

test('L5 what is taken on is in the record of the heir at once', async () => {
  const dead = createDocument()
  dead.record.open()
  await dead.keep('legacy')
  await kill(dead)

  const heir = createDocument()
  heir.record.part(
    'part',
    () => heir.adopted.at(-1),
    (content) => heir.adopted.push(content),
  )
  heir.record.open()
  await heir.lookAround()
  await expect.poll(rows).toEqual([expect.objectContaining({ parts: { part: 'legacy' } })])
})

/** A document that keeps what it takes on besides its own, and dead ones to take on from. */
async function createHeir(...left: string[]) {
  for (const content of left) {
    const dead = createDocument()
    dead.record.open()
    await dead.keep(content)
    await kill(dead)
  }
  const heir = createDocument()
  heir.record.part(
    'part',
    () => ['own', ...heir.adopted],
    (content) => heir.adopted.push(content),
  )
  heir.record.open()
  await heir.record.save()
  return heir
}

test('L5 what can’t be taken on does not keep the rest from it', async () => {
  const heir = await createHeir('broken', 'two')
  heir.record.part(
    'part',
    () => ['own', ...heir.adopted],
    (content) => {
      if (content === 'broken') throw new Error('unreadable')
      heir.adopted.push(content)
    },
  )
  await heir.lookAround()
  await expect.poll(rows).toEqual([expect.objectContaining({ parts: { part: ['own', 'two'] } })])
  expect(written()).toEqual([expect.stringContaining('unreadable')])
})

test('L5 what is saved while rows change hands does not lose them', async () => {
  const heir = await createHeir('one', 'two')
  await heir.lookAround()
  // The time is up, and the rows are on their way: nobody has waited for them.
  expect(heir.adopted).toEqual([])
  await heir.record.save()
  expect(await rows()).toEqual([expect.objectContaining({ parts: { part: ['own', 'one', 'two'] } })])
})

test.each<[string, (record: RunningRecord) => void]>([
  ['is left', (record) => record.leave()],
  ['freezes', () => document.dispatchEvent(new Event('freeze'))],
])('L5 a document that %s while rows change hands leaves them where they were', async (_, go) => {
  const heir = await createHeir('one', 'two')
  await heir.lookAround()
  expect(heir.adopted).toEqual([])
  go(heir.record)
  await expect
    .poll(rows)
    .toEqual(['one', 'two', ['own']].map((part) => expect.objectContaining({ parts: { part } }) as unknown))
  expect(heir.adopted).toEqual([])
  heir.record.leave()
  // The next one gets them.
  const next = createDocument()
  next.record.open()
  await next.lookAround()
  await expect.poll(() => next.adopted.slice(0, 2)).toEqual(['one', 'two'])
})

test('L5 a document that lives keeps what is its own, visible or not', async () => {
  const living = createDocument()
  living.record.open()
  await living.keep('mine')
  const other = createDocument()
  other.record.open()
  await other.lookAround()
  await other.record.save()
  expect(other.adopted).toEqual([])
  expect(await rows()).toHaveLength(1)
})

test('L5 a frozen document can’t answer: it keeps its own until its session is over', async () => {
  const frozen = createDocument()
  frozen.record.open()
  await frozen.keep('mine')
  document.dispatchEvent(new Event('freeze'))
  await expect.poll(rows).toEqual([expect.objectContaining({ frozen: true })])
  await kill(frozen)

  for (const [wait, expected] of [
    [29, []],
    [1, ['mine']],
  ] as const) {
    now += wait * 60_000
    const later = createDocument()
    later.record.open()
    await later.lookAround()
    await later.record.save()
    expect(later.adopted).toEqual(expected)
    later.record.leave()
  }
})

test('L5 nothing is taken on from a document with other parts: another project’s', async () => {
  const dead = createDocument('project one')
  dead.record.open()
  await dead.keep('its own')
  await kill(dead)
  const other = createDocument('project two')
  other.record.open()
  await other.lookAround()
  await other.record.save()
  expect(other.adopted).toEqual([])
  expect(await rows()).toHaveLength(1)
})

test('nothing kept is no row', async () => {
  const { record, keep } = createDocument()
  record.open()
  await record.save()
  expect(await rows()).toEqual([])
  await keep('something')
  expect(await rows()).toHaveLength(1)
  await keep(undefined)
  expect(await rows()).toEqual([])
})

test('C3 clear() deletes the database, also under the eyes of other documents', async () => {
  const [one, other] = [createDocument(), createDocument()]
  one.record.open()
  other.record.open()
  await one.keep('a')
  await other.keep('b')
  one.record.clear()
  await expect
    .poll(async () => (await indexedDB.databases()).map(({ name }) => name))
    .not.toContain('waypost')
  // It has no store any more, and does not mind.
  await other.keep('c')
})

test.each(['missing', 'throwing', 'refusing', 'hanging'])(
  'C4 a store that is %s is never felt',
  async (how) => {
    const real = indexedDB
    const fake = {
      missing: undefined,
      throwing: {
        open: () => {
          throw new DOMException('disabled', 'SecurityError')
        },
      },
      refusing: {
        open: () => {
          const asked: { onerror?: () => void } = {}
          setTimeout(() => asked.onerror?.(), 0)
          return asked
        },
      },
      hanging: { open: () => ({}) },
    }[how]
    vi.stubGlobal('indexedDB', fake)
    try {
      const record = createDocumentRecord(
        { now: Date.now, elapsed: Date.now },
        (task, delay) => {
          const timer = setTimeout(task, delay / 20)
          return () => clearTimeout(timer)
        },
        () => 'doc',
      )
      record.part(
        'part',
        () => 'content',
        () => undefined,
      )
      record.open()
      await record.save()
      record.leave()
      record.clear()
    } finally {
      vi.stubGlobal('indexedDB', real)
      vi.unstubAllGlobals()
    }
  },
)

test('C4 what can’t be cloned is not kept, and never felt', async () => {
  const { record, keep } = createDocument()
  record.open()
  await keep({ call: () => undefined })
  expect(await rows()).toEqual([])
})
