import type { Clock, DocumentRecord, Schedule } from '../core/index.js'
import { guarded } from './diagnostics.js'
import { listen } from './listen.js'

const NAME = 'waypost'
const STORE = 'documents'
/** Milliseconds that living documents have to say so. */
const PATIENCE = 3_000
/** Milliseconds after which a frozen document has lost its claim: by then its session is over (rule L8). */
const ABANDONED = 30 * 60_000
/** Milliseconds after which a store that does not answer is given up on. */
const STUCK = 5_000

interface Row {
  /** What takes part in it: only a document with the same parts can take it on. */
  scope: string
  /** Milliseconds since the Unix epoch. */
  at: number
  /** The document could not answer, although it may come back. */
  frozen: boolean
  parts: Record<string, unknown>
}

type Message = { from: string; asks?: boolean }

/** A record, and what happens to its document. */
export interface RunningRecord extends DocumentRecord {
  /** The document is shown: a new one, or one that comes back. Takes on what dead ones have left. */
  open(): void
  /** The document is left, maybe for good. What is in the record now is left to others. */
  leave(): void
  /** Deletes the records of all documents of this origin. */
  clear(): void
}

/** The record of a document that keeps nothing. */
export const noRecord: RunningRecord = {
  durable: false,
  part: () => undefined,
  save: () => Promise.resolve(),
  open: () => undefined,
  leave: () => undefined,
  clear: () => undefined,
}

/**
 * The record of this document, in IndexedDB: the one storage that outlives a killed browser from the moment of writing.
 * (`localStorage` is written to disk some five seconds later.)
 *
 * Who is dead? Documents ask each other over a channel, and the dead give no answer. A held Web Lock would tell exactly,
 * but keeps pages out of Firefox's back/forward cache and out of Chrome's energy saver.
 */
export function createDocumentRecord(clock: Clock, schedule: Schedule, newId: () => string): RunningRecord {
  const parts = new Map<string, readonly [read: () => unknown, adopt: (content: unknown) => void]>()
  let id = ''
  let database: IDBDatabase | undefined
  let opening: Promise<void> | undefined
  let channel: BroadcastChannel | undefined
  let cancelAdoption: (() => void) | undefined
  /** Rows are about to change hands: what is in them is not ours yet. And when that is over. */
  let adoption: IDBTransaction | undefined
  let adopted: Promise<void> | undefined
  let stopListening: (() => void) | undefined
  let frozen = false
  /** There is a row of this document. */
  let written = false

  const scope = () => [...parts.keys()].join()

  /** Writes the row as part of a transaction. */
  function put(rows: IDBObjectStore) {
    const content: Record<string, unknown> = {}
    for (const [name, [read]] of parts) {
      const value = read()
      if (value !== undefined) content[name] = value
    }
    if (Object.keys(content).length) {
      rows.put({ scope: scope(), at: clock.now(), frozen, parts: content } satisfies Row, id)
      written = true
    } else if (written) {
      rows.delete(id)
      written = false
    }
  }
  const transact = () => database?.transaction(STORE, 'readwrite', { durability: 'relaxed' })

  /** A promise that never waits long, and never fails. */
  const bounded = (start: (done: () => void) => void) =>
    new Promise<void>((resolve) => {
      const cancel = schedule(resolve, STUCK)
      const done = () => {
        cancel()
        resolve()
      }
      try {
        start(done)
      } catch {
        // Disabled, closed, full, or something that can't be cloned: then memory has to do.
        done()
      }
    })

  /** Resolves when the row would survive a crash. */
  const write = () =>
    bounded((done) => {
      // This row would be written after the others are gone, and without them. They stay where they are.
      adoption?.abort()
      adoption = undefined
      const transaction = transact()
      if (!transaction) return done()
      put(transaction.objectStore(STORE))
      transaction.oncomplete = transaction.onabort = done
      // Without this it would wait for this document, which may be about to go.
      transaction.commit()
    })

  const connect = () =>
    bounded((done) => {
      const request = indexedDB.open(NAME, 1)
      request.onupgradeneeded = () => request.result.createObjectStore(STORE)
      request.onerror = done
      request.onsuccess = () => {
        if (!id) return request.result.close()
        database = request.result
        // Somebody opts out: this must not keep the records from being deleted.
        database.onversionchange = disconnect
        done()
      }
    })
  function disconnect() {
    database?.close()
    database = undefined
  }

  /** Takes on every row whose document has not answered. All in one transaction: nothing is lost or taken twice. */
  const adopt = (asked: readonly IDBValidKey[], living: ReadonlySet<IDBValidKey>) =>
    bounded((done) => {
      const transaction = transact()
      if (!transaction) return done()
      adoption = transaction
      transaction.oncomplete = transaction.onabort = () => {
        adoption = undefined
        done()
      }
      const rows = transaction.objectStore(STORE)
      const keys = rows.getAllKeys()
      const found: IDBRequest<Row[]> = rows.getAll()
      found.onsuccess = guarded(() => {
        adoption = undefined
        found.result.forEach((row, index) => {
          const key = keys.result[index] as IDBValidKey
          if (!asked.includes(key) || living.has(key) || row.scope !== scope()) return
          if (row.frozen && clock.now() - row.at < ABANDONED) return
          rows.delete(key)
          // What can't be taken on must not keep the rest from it.
          for (const [name, content] of Object.entries(row.parts))
            guarded(() => parts.get(name)?.[1](content))()
        })
        put(rows)
      })
    })
  /** Asks who lives, if there is anybody to ask for. */
  function search() {
    const request = database?.transaction(STORE).objectStore(STORE).getAllKeys()
    if (!request) return
    request.onsuccess = guarded(() => {
      const keys = request.result.filter((key) => key !== id)
      if (!keys.length || !channel) return
      const living = new Set<IDBValidKey>()
      channel.addEventListener('message', ({ data }: MessageEvent<Message>) => living.add(data.from))
      channel.postMessage({ from: id, asks: true } satisfies Message)
      cancelAdoption = schedule(() => {
        adopted = adopt(keys, living)
      }, PATIENCE)
    })
  }

  return {
    get durable() {
      return !!database
    },
    part: (name, read, adopt) => void parts.set(name, [read, adopt]),
    save: async () => {
      if (!database) await opening
      if (adoption) await adopted
      return write()
    },
    open: guarded(() => {
      id = newId()
      written = false
      channel = new BroadcastChannel(NAME)
      channel.onmessage = ({ data }: MessageEvent<Message>) => {
        if (data.asks) channel?.postMessage({ from: id } satisfies Message)
      }
      stopListening = listen(document, 'freeze resume', ({ type }) => {
        frozen = type === 'freeze'
        void write()
      })
      opening = connect().then(guarded(search))
    }),
    leave: guarded(() => {
      void write()
      cancelAdoption?.()
      stopListening?.()
      disconnect()
      channel?.close()
      id = ''
    }),
    clear() {
      disconnect()
      void bounded((done) => {
        indexedDB.deleteDatabase(NAME)
        done()
      })
    },
  }
}
