import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The part of a file handle that a journal writes with. */
export interface JournalFile {
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesWritten: number }>
  datasync(): Promise<void>
  truncate(length: number): Promise<void>
  close(): Promise<void>
}

/** Where events are safe before they can be asked for: numbered files of lines, written in order. */
export interface Journal {
  /** Resolves once the lines survive whatever happens to the process, and the power going. */
  append(lines: readonly string[]): Promise<void>
  /** Closes the file that is written to, if it has lines; the next lines go to the next file. */
  rotate(): Promise<void>
  /** The files that are not written to any more, oldest first. */
  sealed(): readonly SealedFile[]
  /** The lines of a sealed file. */
  read(number: number): Promise<string[]>
  /** Where DuckDB finds a sealed file; `undefined` when it is in memory. */
  path(number: number): string | undefined
  /** Keeps lines that can't be loaded, for whoever wants to know why. */
  reject(number: number, lines: readonly string[]): Promise<void>
  /** Deletes a sealed file. */
  remove(number: number): Promise<void>
  /** The file that is written to; `undefined` while there is none. */
  current(): SealedFile | undefined
  close(): Promise<void>
}

export interface SealedFile {
  readonly number: number
  readonly bytes: number
  readonly lines: number
}

export interface JournalOptions {
  readonly folder: string
  /** Files up to this number exist, or existed. */
  readonly after: number
  /** Bytes after which a file is followed by the next, whether it is loaded or not. Default 192 MiB; {@link ROW_GROUP} lines in any case. */
  readonly fileBytes?: number
  /** Opens a new file for writing. Default: the file system. */
  readonly openFile?: (path: string) => Promise<JournalFile>
}

interface Waiting {
  readonly text: string
  readonly lines: number
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

interface Current extends SealedFile {
  readonly file: JournalFile
}

/**
 * So many rows DuckDB compresses together. Loaded at once they go where they stay; fewer go through its log, and are compressed
 * anew with each of the next: twice the time.
 */
export const ROW_GROUP = 122_880

const NAME = /^(\d{1,15})\.ndjson$/

/** A journal in a folder. It never writes on in a file of an earlier process: what it finds there is sealed. */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { folder, fileBytes = 192 * 1024 * 1024, openFile = (path) => open(path, 'wx') } = options
  await mkdir(folder, { recursive: true })
  const { sealed, highest } = await findFiles(folder)
  let number = Math.max(options.after, highest)
  let current: Current | undefined
  let waiting: Waiting[] = []
  /** One thing at a time is done to the file: writing, or closing. */
  let work = Promise.resolve()
  const path = (which: number) => join(folder, `${which}.ndjson`)

  function enqueue(task: () => Promise<void>): Promise<void> {
    const done = work.then(task)
    work = done.catch(() => undefined)
    return done
  }

  async function create(): Promise<Current> {
    number++
    const file = await openFile(path(number))
    try {
      // Without this a file that was synced may be without a name once the power has gone.
      await syncFolder(folder)
    } catch (error) {
      await file.close().catch(() => undefined)
      throw error
    }
    return { number, file, bytes: 0, lines: 0 }
  }

  async function seal(): Promise<void> {
    if (!current) return
    const { file, bytes, lines, number } = current
    current = undefined
    if (bytes > 0) sealed.push({ number, bytes, lines })
    await file.close().catch(() => undefined)
    if (bytes === 0) await rm(path(number), { force: true }).catch(() => undefined)
  }

  /** Everything that came while the last group was written: one write, one sync. */
  async function writeGroup(): Promise<void> {
    const group = waiting
    waiting = []
    if (group.length === 0) return
    try {
      current ??= await create()
      const bytes = Buffer.from(group.map(({ text }) => text).join(''))
      await writeAll(current.file, bytes, current.bytes)
      await current.file.datasync()
      const lines = group.reduce((sum, one) => sum + one.lines, 0)
      current = { ...current, bytes: current.bytes + bytes.length, lines: current.lines + lines }
    } catch (error) {
      // What a failed write or sync has left behind nobody knows: the file ends where it was safe.
      await current?.file.truncate(current.bytes).catch(() => undefined)
      await seal()
      for (const { reject } of group) reject(error)
      return
    }
    for (const { resolve } of group) resolve()
    if (current.bytes >= fileBytes || current.lines >= ROW_GROUP) await seal()
  }

  return {
    append: (lines) =>
      new Promise((resolve, reject) => {
        if (lines.length === 0) return resolve()
        waiting.push({ text: lines.join('\n') + '\n', lines: lines.length, resolve, reject })
        if (waiting.length === 1) void enqueue(writeGroup)
      }),
    rotate: () => enqueue(seal),
    sealed: () => [...sealed],
    async read(which) {
      const lines = (await readFile(path(which), 'utf8')).split('\n')
      // After the last line break there is nothing, or a line that nobody was told is safe.
      lines.pop()
      return lines
    },
    path,
    reject: (which, lines) => writeFile(join(folder, `${which}.rejected`), lines.join('\n') + '\n'),
    async remove(which) {
      await rm(path(which), { force: true })
      const index = sealed.findIndex((file) => file.number === which)
      if (index >= 0) sealed.splice(index, 1)
    },
    current: () => current,
    close: () => enqueue(seal),
  }
}

async function writeAll(file: JournalFile, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const rest = bytes.length - written
    written += (await file.write(bytes, written, rest, position + written)).bytesWritten
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders, and needs none of this.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Files of earlier processes, oldest first. A line that was never finished is cut off. */
async function findFiles(folder: string): Promise<{ sealed: SealedFile[]; highest: number }> {
  const sealed: SealedFile[] = []
  let highest = 0
  for (const name of await readdir(folder)) {
    const number = NAME.exec(name)?.[1]
    if (number === undefined) continue
    highest = Math.max(highest, Number(number))
    const path = join(folder, name)
    const { bytes, lines } = await finishedLines(path)
    if (bytes === 0) await rm(path)
    else {
      if (bytes < (await stat(path)).size) await truncate(path, bytes)
      sealed.push({ number: Number(number), bytes, lines })
    }
  }
  return { sealed: sealed.sort((a, b) => a.number - b.number), highest }
}

/** How many lines there are, and where the last of them ends. */
async function finishedLines(path: string): Promise<{ bytes: number; lines: number }> {
  let [read, bytes, lines] = [0, 0, 0]
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    const block = chunk as Buffer
    for (let at = block.indexOf(0x0a); at >= 0; at = block.indexOf(0x0a, at + 1)) {
      lines++
      bytes = read + at + 1
    }
    read += block.length
  }
  return { bytes, lines }
}
