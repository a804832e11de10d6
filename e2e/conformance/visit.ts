import { setTimeout as sleep } from 'node:timers/promises'
import { quiet } from '../quiet.ts'
import type { DrivenPage } from './engine.ts'
import { mustBecome } from './poll.ts'
import type { Cell } from './server.ts'

/** Lets a client finish what it has begun. */
export type Pause = (page: DrivenPage) => Promise<void>

/**
 * The hands of a scenario. After each step the client gets a pause, so that one situation is measured and not how it
 * mixes with the next; {@link Visit.evaluate} alone has none.
 *
 * @param landed is told when the client has had its time after the landing
 */
export function createVisit(
  page: DrivenPage,
  cell: Pick<Cell, 'origin' | 'asked'>,
  pause: Pause,
  landed: () => void,
) {
  let begun = 0
  let hidden = 0
  /** Does something that makes a document ask for a path, and waits until it has. */
  async function until(path: string, action: () => Promise<unknown>) {
    const before = cell.asked(path)
    await action()
    await mustBecome(`A request of ${path}`, () => cell.asked(path) > before)
  }
  const { evaluate } = page

  return {
    evaluate,
    pause: () => pause(page),
    /** The same in another tab of the visit. */
    pauseIn: pause,
    /** Opens the app at a path, and waits until its first navigation has ended, well or not. */
    async open(path: string) {
      await until('/ready', () => page.goto(cell.origin + path))
      begun ||= Date.now()
      await pause(page)
      landed()
    },
    /** Has another document of the app prerendered, and waits until it has started. */
    async prerender() {
      await until('/ready', () =>
        evaluate(() => {
          const script = Object.assign(document.createElement('script'), { type: 'speculationrules' })
          script.textContent = JSON.stringify({ prerender: [{ urls: ['/b'], eagerness: 'immediate' }] })
          document.head.append(script)
        }),
      )
      await pause(page)
    },
    async push(path: string) {
      await evaluate(
        (to) =>
          window.router.push(to).then(
            () => undefined,
            () => undefined,
          ),
        path,
      )
      await pause(page)
    },
    async replace(path: string) {
      await evaluate((to) => window.router.replace(to).then(() => undefined), path)
      await pause(page)
    },
    /** Goes one step back or forth in the app's history. */
    async travel(delta: -1 | 1) {
      await evaluate((by) => window.travel(Number(by)), String(delta))
      await pause(page)
    },
    async click(selector: string) {
      await page.click(selector)
      await pause(page)
    },
    /** Follows the link to the document that was prerendered, and stays there. Nobody can drive that one: it says itself for how long. */
    activate: () => until('/stayed', () => page.click('#hard')),
    async reload() {
      await until('/ready', page.reload)
      await pause(page)
    },
    /** Follows a link to another document of the app. */
    async followLink() {
      await until('/ready', () => page.click('#hard'))
      await pause(page)
    },
    /** Goes to a document that nobody tracks, stays there for a while, and comes back. */
    async awayAndBack(milliseconds = 0) {
      await quiet(page)
      await until('/untracked', () => page.click('#untracked'))
      const gone = Date.now()
      await sleep(milliseconds)
      await until('/restored', page.back)
      // Its driver may still have to find out.
      await mustBecome('The return', () =>
        evaluate(() => location.pathname !== '/untracked').catch(() => false),
      )
      hidden += Date.now() - gone
      await pause(page)
    },
    /** Shows another tab for a while. */
    async lookElsewhere(milliseconds: number) {
      const other = await page.cover()
      const gone = Date.now()
      await sleep(milliseconds)
      await other.close()
      await page.show()
      hidden += Date.now() - gone
      await pause(page)
    },
    /** Opens the link to another document of the app in a tab behind this one. */
    async openBehind() {
      let behind: DrivenPage | undefined
      await until('/ready', async () => {
        behind = await page.openBehind('#hard')
      })
      if (!behind) throw new Error('No tab was opened.')
      return behind
    },
    /** How long the visit has lasted, and how long of it the page was out of sight, in milliseconds. */
    times: () => ({ stayed: Date.now() - begun, hidden }),
  }
}

export type Visit = ReturnType<typeof createVisit>
