import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { appendFile, mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { lock } from 'proper-lockfile'
import * as v from 'valibot'

/** Who chose: an administrator while the product runs, or whoever set it up. */
export type Chooser = 'admin' | 'first-run'

/** What was chosen, as `decide()` takes it. Absent: nothing. */
export interface Choices {
  readonly admin?: boolean | 'unreadable'
  readonly firstRun?: boolean
}

export interface Settings {
  /** The file that they are in. It is not there before somebody has chosen. */
  readonly file: string
  /** Read anew each time, so that a choice holds at once, in every process that has the file. It never throws. */
  read(): Choices
  /**
   * Keeps a choice, and writes a line to the audit log beside it, `<file>.log`. `undefined` takes a choice back. Whether
   * somebody may choose is for the product to know.
   *
   * @param by who chose, for the audit log: an id, or a user of the machine
   */
  choose(chooser: Chooser, enabled: boolean | undefined, by: string): Promise<void>
}

export interface SettingsOptions {
  readonly file: string
  /** Milliseconds since the Unix epoch. Default: the clock. */
  readonly now?: () => number
}

const choice = v.optional(v.object({ enabled: v.boolean(), at: v.string(), by: v.string() }))
const schema = v.object({ version: v.literal(1), admin: choice, 'first-run': choice })
type Kept = v.InferOutput<typeof schema>

/** The choices about telemetry that are made while a product is set up and runs, in a small file. */
export function createSettings({ file, now = Date.now }: SettingsOptions): Settings {
  function load(): Kept | 'unreadable' {
    try {
      const result = v.safeParse(schema, JSON.parse(readFileSync(file, 'utf8')))
      return result.success ? result.output : 'unreadable'
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'ENOENT'
        ? { version: 1 }
        : 'unreadable'
    }
  }

  async function keep(chooser: Chooser, enabled: boolean | undefined, by: string): Promise<void> {
    const before = load()
    const known: Kept = before === 'unreadable' ? { version: 1 } : before
    const at = new Date(now()).toISOString()
    const { [chooser]: from, ...others } = known
    await replace(file, { ...others, ...(enabled === undefined ? {} : { [chooser]: { enabled, at, by } }) })
    const line = {
      at,
      by,
      chooser,
      from: before === 'unreadable' ? before : (from?.enabled ?? null),
      to: enabled ?? null,
    }
    await appendFile(`${file}.log`, `${JSON.stringify(line)}\n`)
  }

  return {
    file,
    read() {
      const kept = load()
      if (kept === 'unreadable') return { admin: kept }
      const { admin, 'first-run': firstRun } = kept
      return { ...(admin && { admin: admin.enabled }), ...(firstRun && { firstRun: firstRun.enabled }) }
    },
    async choose(chooser, enabled, by) {
      await mkdir(path.dirname(file), { recursive: true })
      // Two who choose at once would else forget each other's choice.
      const release = await lock(file, {
        realpath: false,
        retries: { retries: 20, minTimeout: 20, maxTimeout: 200 },
      })
      try {
        await keep(chooser, enabled, by)
      } finally {
        await release()
      }
    },
  }
}

/** Replaces a file as a whole: whoever reads it sees the old one or the new one, also after a crash. */
async function replace(file: string, value: unknown): Promise<void> {
  const next = `${file}.${randomUUID()}`
  try {
    const handle = await open(next, 'wx')
    try {
      await handle.writeFile(`${JSON.stringify(value, undefined, 2)}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(next, file)
  } catch (error) {
    await rm(next, { force: true })
    throw error
  }
}
