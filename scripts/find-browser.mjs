import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'

const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const FIREFOX = ['firefox-esr', 'firefox']

const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The first of these programs that is on this machine: the one that was named, else by the PATH. */
function find(named, names) {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const candidates = names.flatMap((name) => folders.map((folder) => path.join(folder, name)))
  return [named, ...candidates].find((file) => file && isExecutable(file))
}

/** A Chromium on this machine: the one that CHROMIUM_PATH names, else the first on the PATH. */
export const findChromium = () => find(process.env.CHROMIUM_PATH, CHROMIUM)

/** A Firefox on this machine: the one that FIREFOX_PATH names, else the first on the PATH. */
export const findFirefox = () => find(process.env.FIREFOX_PATH, FIREFOX)

/** WebKitGTK's small browser is on no PATH. */
function miniBrowsers() {
  const lists = ['/usr/lib', '/usr/libexec'].filter(existsSync)
  const folders = lists.flatMap((list) => [
    list,
    ...readdirSync(list, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && /-linux-/.test(entry.name))
      .map(({ name }) => path.join(list, name)),
  ])
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.startsWith('webkit2gtk-'))
      .map((name) => path.join(folder, name, 'MiniBrowser')),
  )
}

/**
 * WebKitGTK on this machine: its driver (WEBKIT_DRIVER_PATH), its browser (MINIBROWSER_PATH) and a screen for it, the
 * virtual one where there is one. Undefined when a part is missing.
 */
export function findWebKit() {
  const driver = find(process.env.WEBKIT_DRIVER_PATH, ['WebKitWebDriver'])
  const browser = [process.env.MINIBROWSER_PATH, ...miniBrowsers()].find((file) => file && isExecutable(file))
  const xvfb = find(undefined, ['Xvfb'])
  return driver && browser && (xvfb || process.env.DISPLAY) ? { driver, browser, xvfb } : undefined
}

/** The build that Playwright downloads by itself, if it did. */
function findPlaywrightsOwn(name) {
  // Asked late: at the first set-up there is no Playwright yet.
  const playwright = createRequire(import.meta.url)('@playwright/test')
  const file = playwright[name].executablePath()
  return file && existsSync(file) ? file : undefined
}

/** How to get an engine that is not there. */
const ADVICE = {
  chromium: 'apt-get install chromium, or brew install --cask chromium, or name it by CHROMIUM_PATH',
  firefox: 'apt-get install firefox-esr, or npx playwright install firefox, or name it by FIREFOX_PATH',
  webkit:
    'apt-get install webkit2gtk-driver xvfb, or npx playwright install webkit, or name its parts by WEBKIT_DRIVER_PATH and MINIBROWSER_PATH',
}
export const ENGINES = Object.keys(ADVICE)
export const adviceFor = (name) => ADVICE[name]

/** Engines that WAYPOST_ENGINES asks for. Then these are run, and have to be there; Chromium always has to. */
export function requiredEngines() {
  const named = (process.env.WAYPOST_ENGINES ?? '').split(/[\s,]+/).filter(Boolean)
  const unknown = named.filter((name) => !ENGINES.includes(name))
  if (unknown.length)
    throw new Error(
      `WAYPOST_ENGINES: no engine is called ${unknown.join(' or ')}. There are ${ENGINES.join(', ')}.`,
    )
  return named
}

/** The engine by this name on this machine: what it is to the tests, and which program. Undefined without one. */
export function findEngine(name) {
  const systems = { chromium: findChromium, firefox: findFirefox, webkit: () => findWebKit()?.browser }
  const program = systems[name]()
  if (program) return { name, engine: name, program }
  const own = findPlaywrightsOwn(name)
  if (own) return { name, engine: name === 'chromium' ? name : `playwright-${name}`, program: own }
}

/** Launch options for Playwright. Without a Chromium on this machine Playwright uses its own. */
export function chromiumOptions({ bfcache = false } = {}) {
  const executablePath = findChromium()
  return {
    ...(executablePath && { executablePath }),
    // Chromium's sandbox refuses to run as root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-quic', '--disable-gpu'],
    ...(bfcache && { ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
  }
}
