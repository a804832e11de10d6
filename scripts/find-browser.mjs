import { accessSync, constants } from 'node:fs'
import path from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A Chromium on this machine: the one that CHROMIUM_PATH names, else the first on the PATH. */
export function findChromium() {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const candidates = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)))
  return [process.env.CHROMIUM_PATH, ...candidates].find((file) => file && isExecutable(file))
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
