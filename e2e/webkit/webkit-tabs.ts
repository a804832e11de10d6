import type { Page, Tabs } from '../engines/page.ts'
import type { Session } from './webdriver.ts'
import { createWebKitPage } from './webkit-page.ts'

const restored = { width: 1280, height: 900 }

/**
 * Tabs that are hidden and shown. WebDriver has no command that brings a tab to the front, but it can minimise a
 * window and restore it, which hides and shows its page as truly. A tab behind is a real one: it is shown when the tab
 * in front of it is closed.
 */
export function createWebKitTabs(session: Session): Tabs & { close(): Promise<void> } {
  /** One window for each tab in front, and what is in front of a tab behind. */
  const windows = new Set<string>()
  const covers = new Map<string, string>()
  const command = (handle: string, method: string, path: string, body?: object) =>
    session.inWindow(handle, (send) => send(method, path, body))

  async function show(handle: string) {
    const open = await session.handles()
    for (const other of windows)
      if (other !== handle && open.includes(other)) await command(other, 'POST', '/window/minimize', {})
    const cover = covers.get(handle)
    covers.delete(handle)
    if (cover) {
      windows.delete(cover)
      await command(cover, 'DELETE', '/window')
    }
    windows.add(handle)
    await command(handle, 'POST', '/window/rect', restored)
  }
  const pageOf = (handle: string): Page => createWebKitPage(session, handle, () => show(handle))

  return {
    async newPage() {
      const handle = await session.open('window')
      await show(handle)
      return pageOf(handle)
    },
    async openBehind(page, selector) {
      const href = await page.evaluate(
        (link) => (document.querySelector(link) as HTMLAnchorElement | null)?.href,
        selector,
      )
      if (!href) throw new Error(`There is no link ${selector}.`)
      const cover = await session.open('window')
      const handle = await session.open('tab', cover)
      covers.set(handle, cover)
      const behind = pageOf(handle)
      await behind.goto(href)
      return behind
    },
    async close() {
      const open = await session.handles()
      for (const handle of [...windows, ...covers.keys(), ...covers.values()])
        if (open.includes(handle)) await command(handle, 'DELETE', '/window')
    },
  }
}
