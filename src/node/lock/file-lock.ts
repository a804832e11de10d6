import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { lock } from 'proper-lockfile'
import type { Lock } from './lock.js'

/**
 * One of several processes on a host, by a lock file that they share. A process that dies loses it after 30 seconds.
 *
 * @param file path of the lock file; its folder is made as needed
 */
export function fileLock(file: string): Lock {
  return {
    async acquire() {
      await mkdir(path.dirname(file), { recursive: true })
      let isHeld = true
      try {
        const release = await lock(file, {
          realpath: false,
          lockfilePath: file,
          stale: 30_000,
          update: 10_000,
          onCompromised: () => (isHeld = false),
        })
        return {
          isHeld: async () => isHeld,
          async release() {
            if (!isHeld) return
            isHeld = false
            await release()
          },
        }
      } catch (error) {
        if (error instanceof Error && Reflect.get(error, 'code') === 'ELOCKED') return undefined
        throw error
      }
    },
  }
}
