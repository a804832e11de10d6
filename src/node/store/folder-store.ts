import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Store } from './store.js'

const isMissing = (error: unknown) => error instanceof Error && Reflect.get(error, 'code') === 'ENOENT'
const isTaken = (error: unknown) => error instanceof Error && Reflect.get(error, 'code') === 'EEXIST'

/** A store of one file for each text. The folder is made with the first of them. */
export function folderStore(folder: string): Store {
  const fileOf = (key: string) => path.join(folder, key)

  async function get(key: string): Promise<string | undefined> {
    try {
      return (await readFile(fileOf(key), 'utf8')).trim()
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  /** Puts a file in its place as a whole: nobody sees half of it. */
  async function put(key: string, value: string, into: (from: string, to: string) => Promise<void>) {
    await mkdir(folder, { recursive: true })
    const next = `${fileOf(key)}.${randomUUID()}`
    try {
      await writeFile(next, `${value}\n`, { flag: 'wx', mode: 0o600 })
      await into(next, fileOf(key))
    } finally {
      await rm(next, { force: true })
    }
  }

  return {
    get,
    set: (key, value) => put(key, value, rename),
    async add(key, value) {
      try {
        await put(key, value, link)
        return value
      } catch (error) {
        if (isTaken(error)) return (await get(key)) ?? value
        throw error
      }
    },
  }
}
