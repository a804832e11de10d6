import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** The key that marks an element in what WebDriver says, by its standard. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'

/** A command that the driver refused. */
export class WebDriverError extends Error {}

async function send(base: string, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(base + path, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const { value } = Object(await response.json()) as { value: unknown }
  if (!response.ok) {
    const { error, message } = Object(value) as { error?: string; message?: string }
    throw new WebDriverError(`${method} ${path}: ${error} ${message}`)
  }
  return value
}

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (!address || typeof address === 'string') throw new Error('No port is free.')
  return address.port
}

/** Waits for the driver to answer. */
async function isUp(base: string) {
  for (let patience = 100; ; patience--) {
    try {
      return await send(base, 'GET', '/status')
    } catch (error) {
      if (!patience) throw error
      await wait(100)
    }
  }
}

/** A session of W3C WebDriver. It does one thing at a time, and so do its commands here. */
export async function openSession(start: (port: number) => void, options: object) {
  const port = await freePort()
  start(port)
  const base = `http://127.0.0.1:${port}`
  await isUp(base)
  const { sessionId, capabilities } = Object(
    await send(base, 'POST', '/session', { capabilities: { alwaysMatch: options } }),
  ) as { sessionId: string; capabilities: { browserVersion: string } }
  const root = `/session/${sessionId}`

  let last: Promise<unknown> = Promise.resolve()
  let current: string | undefined
  /** Runs commands after all that were asked for before, in one window. */
  function inWindow<Result>(
    handle: string,
    task: (command: typeof plain) => Promise<Result>,
  ): Promise<Result> {
    const run = async () => {
      if (current !== handle) await plain('POST', '/window', { handle })
      current = handle
      return task(plain)
    }
    const result = last.then(run)
    last = result.catch(() => {})
    return result
  }
  const plain = (method: string, path: string, body?: object) => send(base, method, root + path, body)

  /** The first window: it stays open, so that the browser does. */
  const home = String(await plain('GET', '/window'))
  const atHome = <Result>(task: (command: typeof plain) => Promise<Result>) => inWindow(home, task)
  return {
    home,
    version: capabilities.browserVersion,
    inWindow,
    atHome,
    handles: () => atHome(async (command) => (await command('GET', '/window/handles')) as string[]),
    /** Opens a window, or a tab behind the one that is in front. */
    open: (type: 'window' | 'tab', beside = home) =>
      inWindow(beside, async (command) => {
        const { handle } = Object(await command('POST', '/window/new', { type })) as { handle: string }
        return handle
      }),
    close: () => atHome((command) => command('DELETE', '')),
  }
}

export type Session = Awaited<ReturnType<typeof openSession>>

/** The id of an element, out of what `find element` says. */
export const elementOf = (value: unknown) => String((Object(value) as Record<string, unknown>)[ELEMENT])
