// @vitest-environment node
import { open as openHandle, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { anEvent, makeFolder, open, uuids } from './archive.contract.js'
import { openJournal } from './journal.js'
import type { JournalFile } from './journal.js'

/** Files on a disk that fills up, or breaks, when it is told to. */
function fragileDisk() {
  let failing: 'write' | 'sync' | 'truncate' | undefined
  const log: string[] = []
  const full = () => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  const openFile = async (path: string): Promise<JournalFile> => {
    const handle = await openHandle(path, 'wx')
    return {
      async write(bytes, offset, length, position) {
        log.push('write')
        if (failing !== 'write' && failing !== 'truncate')
          return handle.write(bytes, offset, length, position)
        // As a disk does it: what fits is written.
        if (length > 10) return handle.write(bytes, offset, 10, position)
        throw full()
      },
      async datasync() {
        log.push('sync')
        await handle.datasync()
        if (failing === 'sync') throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' })
      },
      async truncate(length) {
        if (failing === 'truncate') throw full()
        await handle.truncate(length)
      },
      close: () => handle.close(),
    }
  }
  // The last bytes of a group are the ones that do not fit.
  return { openFile, log, fail: (how: typeof failing) => (failing = how) }
}

describe('the journal', () => {
  it('writes and syncs once for all that arrives meanwhile', async () => {
    const disk = fragileDisk()
    const journal = await openJournal({ folder: await makeFolder(), after: 0, openFile: disk.openFile })
    const first = journal.append(['1'])
    const rest = Array.from({ length: 100 }, (_, index) => journal.append([`${index}`, 'x']))
    await Promise.all([first, ...rest])
    expect(disk.log.filter((what) => what === 'sync').length).toBeLessThanOrEqual(2)
    await journal.rotate()
    expect((await journal.read(1)).length).toBe(201)
    await journal.close()
  })

  it('answers after the sync, not before', async () => {
    const disk = fragileDisk()
    const journal = await openJournal({ folder: await makeFolder(), after: 0, openFile: disk.openFile })
    await journal.append(['1']).then(() => disk.log.push('answered'))
    expect(disk.log).toEqual(['write', 'sync', 'answered'])
    await journal.close()
  })

  it('goes to the next file at its size, and after a rotation', async () => {
    const folder = await makeFolder()
    const journal = await openJournal({ folder, after: 41, fileBytes: 4 })
    await journal.append(['1'])
    await journal.append(['2'])
    await journal.append(['3'])
    await journal.rotate()
    await journal.rotate()
    await journal.append(['4'])
    expect(await readFile(join(folder, '42.ndjson'), 'utf8')).toBe('1\n2\n')
    expect(journal.sealed()).toEqual([
      { number: 42, bytes: 4, lines: 2 },
      { number: 43, bytes: 2, lines: 1 },
    ])
    expect(journal.current()).toMatchObject({ number: 44, lines: 1 })
    await journal.close()
  })

  it('finds what an earlier process left, without its torn end', async () => {
    const folder = await makeFolder()
    for (const [name, text] of [
      ['10', 'a\nb\n'],
      ['9', 'c\nd'],
      ['8', 'torn'],
    ]) {
      await writeFile(join(folder, `${name}.ndjson`), text ?? '')
    }
    await writeFile(join(folder, 'notes.txt'), 'not ours')
    const journal = await openJournal({ folder, after: 3 })
    expect(journal.sealed()).toEqual([
      { number: 9, bytes: 2, lines: 1 },
      { number: 10, bytes: 4, lines: 2 },
    ])
    expect((await readdir(folder)).sort()).toEqual(['10.ndjson', '9.ndjson', 'notes.txt'])
    await journal.close()
  })

  it.each(['write', 'sync', 'truncate'] as const)(
    'refuses all of a group when the %s fails, and takes the next once it can',
    async (how) => {
      const folder = await makeFolder()
      const disk = fragileDisk()
      const archive = await open({ folder, openFile: disk.openFile })
      const [kept, lost, later] = [anEvent(), [anEvent(), anEvent()], anEvent()]
      await archive.append([kept])
      disk.fail(how)
      const failures = await Promise.allSettled(lost.map((one) => archive.append([one])))
      for (const one of failures) {
        expect(one).toMatchObject({ status: 'rejected', reason: { status: 503, code: 'storage_failed' } })
      }
      expect(archive.status().lastError?.reason).toMatch(/ENOSPC|EIO/)
      disk.fail(undefined)
      await archive.append([later])
      // On a disk that does not even take back what it has written, an event may be there although it was refused.
      if (how !== 'truncate') expect(await uuids(archive)).toEqual([kept.uuid, later.uuid].sort())
      // Whoever was refused sends again.
      await archive.append(lost)
      expect(await uuids(archive)).toEqual([kept, later, ...lost].map(({ uuid }) => uuid).sort())
    },
  )

  it('goes on when not even a file can be opened', async () => {
    let full = true
    const archive = await open({
      folder: await makeFolder(),
      openFile: (path) => (full ? Promise.reject(new Error('ENOSPC')) : openHandle(path, 'wx')),
    })
    await expect(archive.append([anEvent()])).rejects.toThrow('send it again later: ENOSPC')
    full = false
    await archive.append([anEvent()])
    expect(await uuids(archive)).toHaveLength(1)
  })
})
