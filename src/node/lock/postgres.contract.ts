import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { adviceForPostgres, findPostgres } from '../../../scripts/find-postgres.mjs'

/** A port that was free a moment ago. */
const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** Why the tests on it are skipped, for their name; empty where they run. `npm test` installs it where it can. */
export const missingPostgres = findPostgres() ? '' : ` (skipped, it is missing: ${adviceForPostgres})`

/** Starts a PostgreSQL of the test's own, in a folder of its own. */
export async function startPostgres() {
  const bin = findPostgres()
  if (!bin) throw new Error(`There is no PostgreSQL: ${adviceForPostgres}.`)
  const folder = mkdtempSync(path.join(tmpdir(), 'waypost-postgres-'))
  const data = path.join(folder, 'data')
  const port = await freePort()
  // It refuses to run as root.
  const isRoot = process.getuid?.() === 0
  const prefix = isRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : []
  if (isRoot) {
    chmodSync(folder, 0o711)
    execFileSync('chown', ['postgres:postgres', folder])
  }
  const run = (program: string, ...args: string[]) => {
    const [command = '', ...rest] = [...prefix, path.join(bin, program), ...args]
    execFileSync(command, rest, { cwd: folder, stdio: 'ignore' })
  }
  run('initdb', '-D', data, '-A', 'trust', '-U', 'waypost', '-E', 'UTF8', '--no-sync')
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off`
  run('pg_ctl', '-D', data, '-w', '-l', path.join(folder, 'log'), '-o', settings, 'start')
  return {
    connection: { host: '127.0.0.1', port, user: 'waypost', database: 'postgres' },
    stop() {
      run('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
