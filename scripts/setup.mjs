// Makes a fresh clone ready: dependencies, with --browser the browsers for the end-to-end tests, and with --postgres the
// PostgreSQL that unit tests run on.
// Uses nothing but Node, because nothing else is there yet.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { providePostgres } from './find-postgres.mjs'
import { provideEngines } from './provide-engines.mjs'
import { run } from './run.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

const { engines } = JSON.parse(readFileSync('package.json', 'utf8'))
const [major, minor] = process.versions.node.split('.').map(Number)
const [needMajor, needMinor] = engines.node.match(/\d+/g).map(Number)
if (major < needMajor || (major === needMajor && minor < needMinor)) {
  console.error(
    `waypost needs Node.js ${engines.node}; this is ${process.versions.node}. Install a newer one and try again.`,
  )
  process.exit(1)
}

installDependencies()
if (process.argv.includes('--browser')) provideEngines()
if (process.argv.includes('--postgres')) providePostgres()

/** `npm ci`, unless it was done for this very lockfile. */
function installDependencies() {
  const mark = 'node_modules/.waypost-lock'
  const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return
  run('install dependencies', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'])
  writeFileSync(mark, lock)
}
