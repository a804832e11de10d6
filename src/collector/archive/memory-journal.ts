import type { Journal, SealedFile } from './journal.js'

/** Lines that end with the process: what is kept where no folder was given. */
export function createMemoryJournal(): Journal & { drop(which: (line: string) => boolean): void } {
  let files: { readonly number: number; lines: string[] }[] = []
  let current: string[] = []
  let number = 0
  // Characters: of nearly all events, they are bytes.
  const bytesOf = (lines: readonly string[]) => lines.reduce((sum, line) => sum + line.length, 0)
  const describe = (file: { number: number; lines: string[] }): SealedFile => ({
    number: file.number,
    bytes: bytesOf(file.lines),
    lines: file.lines.length,
  })
  const find = (which: number) => files.find((file) => file.number === which)
  return {
    append(lines) {
      for (const line of lines) current.push(line)
      return Promise.resolve()
    },
    rotate() {
      if (current.length > 0) files.push({ number: ++number, lines: current })
      current = []
      return Promise.resolve()
    },
    sealed: () => files.map(describe),
    read: (which) => Promise.resolve(find(which)?.lines ?? []),
    path: () => undefined,
    reject: () => Promise.resolve(),
    remove(which) {
      files = files.filter((file) => file.number !== which)
      return Promise.resolve()
    },
    current: () => ({ number: number + 1, bytes: bytesOf(current), lines: current.length }),
    close: () => Promise.resolve(),
    drop(which) {
      current = current.filter((line) => !which(line))
      for (const file of files) file.lines = file.lines.filter((line) => !which(line))
    },
  }
}
