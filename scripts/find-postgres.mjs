// PostgreSQL for the tests: found on the system, else from the system's package manager.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const isThere = (folder) => existsSync(path.join(folder, 'initdb')) && existsSync(path.join(folder, 'pg_ctl'))

/** Debian keeps its programs beside the PATH, by version. */
function debianFolders(list = '/usr/lib/postgresql') {
  if (!existsSync(list)) return []
  return readdirSync(list)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => path.join(list, version, 'bin'))
}

/** Folder with PostgreSQL's programs: the one that POSTGRES_BIN names, else the newest. Undefined without one. */
export function findPostgres() {
  const folders = [...debianFolders(), ...(process.env.PATH ?? '').split(path.delimiter)]
  return [process.env.POSTGRES_BIN, ...folders].find((folder) => folder && isThere(folder))
}

export const adviceForPostgres =
  'apt-get install postgresql, or brew install postgresql, or name the folder of its programs by POSTGRES_BIN'

/** Installs it where that can be done without asking anybody. Returns its folder, or undefined. */
export function providePostgres() {
  const found = findPostgres()
  if (found) return found
  const hasApt = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0
  if (!hasApt) return undefined
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => spawnSync('apt-get', args, { env, stdio: 'inherit' })
  apt('update', '-qq')
  apt('install', '-y', '-qq', '--no-install-recommends', 'postgresql')
  return findPostgres()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = providePostgres()
  console.log(folder ?? `PostgreSQL is missing. To get it: ${adviceForPostgres}.`)
  if (!folder) process.exitCode = 1
}
