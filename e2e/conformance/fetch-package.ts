import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Client } from './client.ts'
import { fetchedFiles } from './server.ts'

const run = promisify(execFile)

/** Gets the one file that a client needs of a package that is not installed here, and checks it against its digest. */
export async function fetchPackage({ id, package: name, fetched }: Client): Promise<void> {
  await mkdir(fetchedFiles, { recursive: true })
  if (!fetched) return
  const folder = await mkdtemp(path.join(tmpdir(), 'waypost-conformance-'))
  try {
    const packed = await run('npm', [
      'pack',
      `${name}@${fetched.version}`,
      '--silent',
      '--pack-destination',
      folder,
    ])
    const archive = path.join(folder, packed.stdout.trim())
    const digest = createHash('sha512')
      .update(await readFile(archive))
      .digest('base64')
    if (`sha512-${digest}` !== fetched.integrity)
      throw new Error(`${name} ${fetched.version} is not what it was.`)
    await run('tar', ['-xzf', archive, '-C', folder])
    await copyFile(path.join(folder, 'package', fetched.file), path.join(fetchedFiles, `${id}.js`))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
