import { open } from 'node:fs/promises'
import type { Journal, SealedFile } from '../archive/journal.js'
import type { Position, Spool, SpooledEvent } from './spool.js'

const LINE_BREAK = 0x0a

/** What of the archive's journal is needed to read it. */
export type ReadableJournal = Pick<Journal, 'sealed' | 'current' | 'path'>

/**
 * Reads the archive's journal from its begin, file by file: only what is safe on disk, so that nothing is passed on which a
 * restart would not know of.
 */
export function createJournalSpool(journal: ReadableJournal): Spool & { readonly appended: () => void } {
  const listeners = new Set<() => void>()

  const filesFrom = (from: Position): SealedFile[] => {
    const current = journal.current()
    return [...journal.sealed(), ...(current ? [current] : [])]
      .filter(({ number, bytes }) => number > from.file || (number === from.file && bytes > from.offset))
      .sort((a, b) => a.number - b.number)
  }
  const startIn = (file: SealedFile, from: Position) => (file.number === from.file ? from.offset : 0)

  return {
    async read(from, limits) {
      const [file] = filesFrom(from)
      const path = file && journal.path(file.number)
      if (!file || path === undefined) return []
      const start = startIn(file, from)
      const lines = await readLines(path, start, file.bytes, limits.bytes)
      let next: Position = { file: file.number, offset: start }
      const events = lines.slice(0, limits.events).flatMap((line) => {
        next = { file: file.number, offset: next.offset + line.length + 1 }
        return toEvent(line.toString('utf8'), next) ?? []
      })
      // Nothing but damaged lines: on behind them.
      return events.length ? events : this.read(next, limits)
    },
    rest: async (from) => filesFrom(from).reduce((sum, file) => sum + file.bytes - startIn(file, from), 0),
    onAppend(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    appended: () => listeners.forEach((listener) => listener()),
  }
}

/** Whole lines from a place on: as many as fit, and one where not even one does. */
async function readLines(path: string, start: number, end: number, most: number): Promise<Buffer[]> {
  const handle = await open(path, 'r')
  try {
    for (let size = most; ; size *= 2) {
      const length = Math.min(size, end - start)
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start)
      const lines = split(buffer.subarray(0, bytesRead))
      if (lines.length || bytesRead < size) return lines
    }
  } finally {
    await handle.close()
  }
}

function split(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = []
  let begin = 0
  for (let at = bytes.indexOf(LINE_BREAK); at >= 0; at = bytes.indexOf(LINE_BREAK, begin)) {
    lines.push(bytes.subarray(begin, at))
    begin = at + 1
  }
  return lines
}

interface Line {
  readonly token: string
  readonly uuid: string
  readonly event: string
  readonly timestamp: string
  readonly distinct_id: string
  readonly properties: Readonly<Record<string, unknown>>
}

/** What was sent has been checked before it came here. A line that is none has been damaged since: the disk. */
function toEvent(text: string, next: Position): SpooledEvent | undefined {
  try {
    const { token, uuid, event, timestamp, distinct_id: distinctId, properties } = JSON.parse(text) as Line
    return { token, uuid, event, timestamp, distinctId, properties, next }
  } catch {
    return undefined
  }
}
