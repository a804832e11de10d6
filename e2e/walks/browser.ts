import type { FoundEngine } from '../../scripts/find-browser.mjs'
import type { Engine } from '../engines/capabilities.ts'
import type { Page } from '../engines/page.ts'
import { startBrowser } from '../engines/start-browser.ts'

/** A browser whose tabs are truly hidden and shown. */
export interface WalkBrowser {
  engine: Engine
  /** A new tab, in front. */
  openTab(): Promise<Page>
  /** Puts another tab in front, which nobody tracks. */
  cover(): Promise<void>
  close(): Promise<void>
}

export async function startWalkBrowser(
  found: Pick<FoundEngine, 'engine' | 'program'>,
  coverUrl: string,
): Promise<WalkBrowser> {
  const browser = await startBrowser(found)
  const tabs = await browser.openTabs()
  const cover = await tabs.newPage()
  await cover.goto(coverUrl)
  return {
    engine: found.engine,
    openTab: () => tabs.newPage(),
    cover: () => cover.bringToFront(),
    async close() {
      await tabs.close()
      await browser.close()
    },
  }
}
