// Makes a fresh clone ready: dependencies, and with --browser a Chromium for the end-to-end tests.
// Uses nothing but Node, because nothing else is there yet.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findChromium } from './find-browser.mjs'
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
if (process.argv.includes('--browser')) await provideBrowser()

/** `npm ci`, unless it was done for this very lockfile. */
function installDependencies() {
  const mark = 'node_modules/.waypost-lock'
  const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return
  run('install dependencies', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'])
  writeFileSync(mark, lock)
}

/** A browser found on the system first, then Playwright's own, then the system's package manager. */
async function provideBrowser() {
  if (findChromium() || (await hasPlaywrightsOwn())) return
  console.log('\n▸ no Chromium on this machine: trying the one that Playwright brings')
  const five = 5 * 60_000
  const stdio = ['ignore', 'ignore', 'ignore']
  spawnSync('npx', ['--no-install', 'playwright', 'install', 'chromium'], { stdio, timeout: five })
  if (await hasPlaywrightsOwn()) return
  console.log("✗ Playwright's Chromium could not be downloaded")
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    run('update the package list', 'apt-get', ['update', '-qq'], { env })
    run('install Chromium', 'apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      env,
    })
  }
  if (findChromium()) return
  console.error(
    [
      'The end-to-end tests need Chromium or Chrome, and none was found or could be installed.',
      'Install one (Debian and Ubuntu: sudo apt-get install chromium; macOS: brew install --cask chromium),',
      'or set CHROMIUM_PATH to the program, and run npm test again.',
    ].join('\n'),
  )
  process.exit(1)
}

async function hasPlaywrightsOwn() {
  const { chromium } = await import('@playwright/test')
  return existsSync(chromium.executablePath())
}
