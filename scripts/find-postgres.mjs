// PostgreSQL for the tests: found on the system, else from the system's package manager.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'

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
  const named = process.env.POSTGRES_BIN
  const folders = named ? [named] : [...debianFolders(), ...(process.env.PATH ?? '').split(path.delimiter)]
  return folders.find((folder) => folder && isThere(folder))
}

export const adviceForPostgres =
  'apt-get install postgresql, or brew install postgresql, or name the folder of its programs by POSTGRES_BIN'

/** Installs it where that can be done without asking anybody, and says what will be tested. */
export function providePostgres() {
  if (!findPostgres() && !process.env.POSTGRES_BIN) install()
  const found = findPostgres()
  console.log('\n▸ PostgreSQL')
  console.log(
    found ? `  ${found}` : `  missing, so nothing is tested on it. To get it: ${adviceForPostgres}.`,
  )
  // Whoever names it wants the tests to run on it.
  if (found || !process.env.POSTGRES_BIN) return
  console.error(`There is no initdb and no pg_ctl in ${process.env.POSTGRES_BIN}, which POSTGRES_BIN names.`)
  process.exit(1)
}

function install() {
  const hasApt = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0
  if (!hasApt) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => spawnSync('apt-get', args, { env, stdio: 'inherit' })
  console.log('\n▸ install PostgreSQL')
  apt('update', '-qq')
  apt('install', '-y', '-qq', '--no-install-recommends', 'postgresql')
}
