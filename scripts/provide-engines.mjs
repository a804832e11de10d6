// The browsers that the end-to-end tests run in: found on the system first, then Playwright's own, then from the
// system's package manager. Chromium has to be there, the others are run where they are.
import { spawnSync } from 'node:child_process'
import { adviceFor, ENGINES, findEngine, requiredEngines } from './find-browser.mjs'

/** Debian's packages. */
const PACKAGES = {
  chromium: ['chromium'],
  firefox: ['firefox-esr'],
  webkit: ['webkit2gtk-driver', 'xvfb'],
}

const isMissing = (name) => !findEngine(name)
const hasApt = () => process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0

/** Provides what can be provided, says what will be run, and ends everything when a browser is missing that has to be there. */
export function provideEngines() {
  const named = requiredEngines()
  const wanted = named.length ? named : ENGINES
  const required = named.length ? named : ['chromium']

  downloadPlaywrightsOwn(wanted.filter(isMissing))
  installPackages(wanted.filter(isMissing), required)

  console.log('\n▸ engines')
  for (const name of wanted) {
    const found = findEngine(name)
    console.log(
      found
        ? `  ${name}: ${found.program}`
        : `  ${name}: missing, so nothing is tested in it. To get it: ${adviceFor(name)}.`,
    )
  }
  const missing = required.filter(isMissing)
  if (!missing.length) return
  console.error(
    `The end-to-end tests need ${missing.join(' and ')}, which could not be found or installed. See above, and run npm test again.`,
  )
  process.exit(1)
}

/** One try, and no fuss: many networks have no way to it. */
function downloadPlaywrightsOwn(names) {
  if (!names.length) return
  console.log(`\n▸ no ${names.join(', no ')} on this machine: trying what Playwright brings`)
  for (const name of names) {
    // Its download tries several times; on one failure the others would fail in the same way.
    const { status } = spawnSync('npx', ['--no-install', 'playwright', 'install', name], {
      stdio: 'ignore',
      timeout: 5 * 60_000,
    })
    if (status !== 0) return console.log(`✗ Playwright's ${name} could not be downloaded`)
  }
  // What a bare Linux lacks to run them.
  if (hasApt())
    spawnSync('npx', ['--no-install', 'playwright', 'install-deps', ...names], { stdio: 'ignore' })
}

/** All in one go. Only what has to be there may end the set-up. */
function installPackages(names, required) {
  if (!names.length || !hasApt()) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => spawnSync('apt-get', args, { env, stdio: 'inherit' }).status === 0
  const install = (wanted) =>
    apt('install', '-y', '-qq', '--no-install-recommends', ...wanted.flatMap((name) => PACKAGES[name]))
  console.log(`\n▸ install ${names.join(', ')}`)
  apt('update', '-qq')
  // A system without one of the packages still gets the ones that have to be there.
  const least = names.filter((name) => required.includes(name))
  if (!install(names) && least.length && least.length < names.length) install(least)
}
