import { engines } from '../engines/capabilities.ts'
import type { Browser, Page } from '../engines/page.ts'
import { findWebKit } from '../../scripts/find-browser.mjs'
import { startDisplay } from './display.ts'
import { startKept } from './kept-process.ts'
import { openSession } from './webdriver.ts'
import type { Session } from './webdriver.ts'
import { createWebKitPage } from './webkit-page.ts'
import { createWebKitTabs } from './webkit-tabs.ts'

/** WebKitGTK's own small browser on a screen of its own, driven by WebDriver. */
export async function startWebKit(): Promise<Browser> {
  const programs = findWebKit()
  if (!programs) throw new Error('There is no WebKitGTK here.')
  const display = await startDisplay(programs.xvfb)
  const env = { ...process.env, DISPLAY: display.name }
  let driver: ReturnType<typeof startKept> | undefined
  const session: Session = await openSession(
    (port) => (driver = startKept(programs.driver, [`--port=${port}`, '--host=127.0.0.1'], env)),
    {
      'webkitgtk:browserOptions': {
        binary: programs.browser,
        args: ['--automation', '--javascript-can-open-windows-automatically=true'],
      },
    },
  )
  return {
    name: `${engines.webkit} ${session.version.replace(/^(\d+\.\d+).*/, '$1')}`,
    async newPage(): Promise<Page> {
      const page = createWebKitPage(session, await session.open('window'))
      // A window takes a moment to be on screen.
      await page.waitForFunction(() => document.visibilityState === 'visible')
      return page
    },
    openTabs: async () => createWebKitTabs(session),
    async close() {
      await session.close()
      await driver?.stop()
      await display.stop()
    },
  }
}
