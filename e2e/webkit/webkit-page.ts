import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from '../engines/page.ts'
import { elementOf, WebDriverError } from './webdriver.ts'
import type { Session } from './webdriver.ts'

const PATIENCE = 15_000
const PAUSE = 40

/** Asks until there is an answer. A document that is on its way out refuses; that is no answer either. */
async function until<Answer>(what: string, ask: () => Promise<Answer | undefined>): Promise<Answer> {
  const end = Date.now() + PATIENCE
  for (;;) {
    let refused: unknown
    try {
      const answer = await ask()
      if (answer) return answer
    } catch (error) {
      if (!(error instanceof WebDriverError)) throw error
      refused = error
    }
    if (Date.now() > end) throw new Error(`Timed out: ${what}`, { cause: refused })
    await wait(PAUSE)
  }
}

/** Runs a function in the page. What cannot be JSON, as an object of the app's, comes back as nothing. */
const script = (source: string) => `
  const [argument, done] = arguments
  const json = (value) => { try { return JSON.stringify(value) } catch { return undefined } }
  new Promise((resolve) => resolve((${source})(argument))).then(
    (value) => done({ json: json(value) }),
    (error) => done({ error: String((error && error.stack) || error) }),
  )`

const matches = (pattern: string, url: string) => {
  if (pattern.startsWith('**')) return url.endsWith(pattern.slice(2))
  if (pattern.endsWith('**')) return url.startsWith(pattern.slice(0, -2))
  return url === pattern
}

/** A window of a browser that WebDriver drives. */
export function createWebKitPage(session: Session, handle: string, bringToFront = async () => {}): Page {
  let closed = false
  const here = (method: string, path: string, body?: object) =>
    session.inWindow(handle, (command) => command(method, path, body))
  const isOpen = async () => (await session.handles()).includes(handle)

  async function run(source: string, argument: unknown): Promise<unknown> {
    const args = [argument ?? null]
    const answer = await here('POST', '/execute/async', { script: script(source), args })
    const { json, error } = Object(answer) as { json?: string | null; error?: string }
    if (error) throw new Error(error)
    return json ? JSON.parse(json) : undefined
  }
  const evaluate = async <Result>(source: (argument: never) => Result, argument?: unknown) =>
    (await run(String(source), argument)) as Awaited<Result>

  async function popup(): Promise<Page> {
    const before = new Set(await session.handles())
    const fresh = async () => (await session.handles()).find((name) => !before.has(name))
    return createWebKitPage(session, await until('a popup', fresh))
  }
  async function gone() {
    await until('the page to be closed', async () => !(await isOpen()))
    closed = true
  }

  function waitForEvent(event: 'popup'): Promise<Page>
  function waitForEvent(event: 'close'): Promise<unknown>
  function waitForEvent(event: 'popup' | 'close') {
    return event === 'popup' ? popup() : gone()
  }

  return {
    goto: (url) => here('POST', '/url', { url }),
    reload: () => here('POST', '/refresh', {}),
    evaluate,
    waitForFunction: (source) =>
      until(`for ${String(source)}`, () => run(`async () => !!(await (${String(source)})())`, undefined)),
    waitForURL: (pattern) =>
      until(`the address ${pattern}`, async () => matches(pattern, await evaluate(() => location.href))),
    waitForEvent,
    async click(selector) {
      const element = await until(`an element ${selector}`, () =>
        here('POST', '/element', { using: 'css selector', value: selector }).then(elementOf),
      )
      await here('POST', `/element/${element}/click`, {})
    },
    async setViewportSize({ width, height }) {
      // The window is larger than the page in it, and by how much is known when there is a window.
      await until(`a page of ${width} × ${height}`, async () => {
        const inner = await evaluate(() => ({ width: innerWidth, height: innerHeight }))
        if (inner.width === width && inner.height === height) return true
        const outer = Object(await here('GET', '/window/rect')) as typeof inner
        await here('POST', '/window/rect', {
          width: outer.width + width - inner.width,
          height: outer.height + height - inner.height,
        })
        return false
      })
    },
    bringToFront,
    async close() {
      if (closed) return
      closed = true
      await here('DELETE', '/window').catch((error: unknown) => {
        // Its own script may have closed it before.
        if (!(error instanceof WebDriverError)) throw error
      })
    },
    isClosed: () => closed,
  }
}
