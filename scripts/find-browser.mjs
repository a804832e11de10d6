import { accessSync, constants } from 'node:fs'
import path from 'node:path'

const CHROMIUMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const FIREFOXES = ['firefox-esr', 'firefox']

const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function find(own, names) {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const candidates = names.flatMap((name) => folders.map((folder) => path.join(folder, name)))
  return [own, ...candidates].find((file) => file && isExecutable(file))
}

/** A Chromium on this machine: the one that CHROMIUM_PATH names, else the first on the PATH. */
export const findChromium = () => find(process.env.CHROMIUM_PATH, CHROMIUMS)

/** A Firefox on this machine: the one that FIREFOX_PATH names, else the first on the PATH. */
export const findFirefox = () => find(process.env.FIREFOX_PATH, FIREFOXES)

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
