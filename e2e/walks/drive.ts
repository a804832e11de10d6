import type { Moment } from '../../src/core/walks/facts.contract.ts'
import type { Page } from '../engines/page.ts'

// What a user or an app does in a page. Each tells when it happened: between two looks at the page's own clock.

export type Move = readonly [to: string, how: 'push' | 'replace']

/** The time between two looks at the clock. */
export const between = (from: number, to: number): Moment => ({
  wall: (from + to) / 2,
  mono: (from + to) / 2,
  slack: (to - from) / 2 + 5,
})
const spans = (found: readonly (readonly [number, number])[]) => found.map(([from, to]) => between(from, to))

/** Asks the router for pages, one after the other or all in one task. A guard may hold the last of them. */
export const routerMoves = async (page: Page, moves: readonly Move[], racing: boolean): Promise<Moment[]> =>
  spans(
    await page.evaluate(
      async ([moves, racing]) => {
        const { router } = window
        const before = window.release
        const stops: (() => void)[] = []
        const held = () =>
          new Promise<void>((resolve) => {
            const timer = setInterval(() => window.release !== before && resolve(), 2)
            stops.push(() => clearInterval(timer))
          })
        const ask = ([to, how]: (typeof moves)[number]) =>
          Promise.race([router[how](to).catch(() => undefined), held()])
        const found: [number, number][] = []
        let from = Date.now()
        if (racing) {
          await Promise.all(moves.map(ask))
          found.push([from, Date.now()])
        } else {
          for (const move of moves) {
            from = Date.now()
            await ask(move)
            found.push([from, Date.now()])
          }
        }
        for (const stop of stops) stop()
        return found
      },
      [moves, racing] as const,
    ),
  )

/** A step in the history, within the document of a router. */
export const routerStep = async (page: Page, delta: number): Promise<Moment> =>
  between(
    ...(await page.evaluate(async (steps) => {
      const before = window.release
      let timer
      const from = Date.now()
      await Promise.race([
        window.travel(steps),
        new Promise<void>((resolve) => {
          timer = setInterval(() => window.release !== before && resolve(), 2)
        }),
      ])
      clearInterval(timer)
      return [from, Date.now()] as [number, number]
    }, delta)),
  )

/** The slow guard decides. Resolves when the router is where it is expected. */
export const release = async (page: Page, target: string): Promise<Moment> =>
  between(
    ...(await page.evaluate(async (expected) => {
      const from = Date.now()
      window.release?.()
      const until = performance.now() + 5000
      do await new Promise((resolve) => setTimeout(resolve, 2))
      while (window.router.currentRoute.value.fullPath !== expected && performance.now() < until)
      return [from, Date.now()] as [number, number]
    }, target)),
  )

/** What an app without a router does. */
export const plainMove = async (page: Page, [to, how]: Move, title: string): Promise<Moment> =>
  between(
    ...(await page.evaluate(
      ([url, method, name]) => {
        const from = Date.now()
        history[method]({}, '', url)
        const after = Date.now()
        document.title = name
        return [from, after] as [number, number]
      },
      [to, how === 'push' ? 'pushState' : 'replaceState', title] as const,
    )),
  )
export const plainHash = async (page: Page, hash: string): Promise<Moment> =>
  between(
    ...(await page.evaluate((value) => {
      const from = Date.now()
      location.hash = value
      return [from, Date.now()] as [number, number]
    }, hash)),
  )
export const plainStep = async (page: Page, delta: number): Promise<Moment> =>
  between(
    ...(await page.evaluate(async (steps) => {
      const moved = new Promise((resolve) => addEventListener('popstate', resolve, { once: true }))
      const from = Date.now()
      history.go(steps)
      await moved
      return [from, Date.now()] as [number, number]
    }, delta)),
  )

/** Does something with the tracker that is in charge. */
export const withTracker = async (
  page: Page,
  call: 'capture' | 'optOut' | 'optIn' | 'stop',
  number = 0,
): Promise<Moment> =>
  between(
    ...(await page.evaluate(
      ([method, n]) => {
        const tracker = window.trackers?.[0] ?? window.waypost
        const from = Date.now()
        if (method === 'capture') tracker.capture('walked', { n })
        else tracker[method]()
        const to = Date.now()
        // The next one takes over.
        if (method === 'stop') window.trackers?.shift()
        return [from, to] as [number, number]
      },
      [call, number] as const,
    )),
  )

/** Moves the pointer, unless it was moved a moment ago: then nobody would take note. */
export const touch = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { timeStamp } = new Event('probe')
    if (timeStamp - (window.touchedAt ?? 0) < 1100) return false
    window.touchedAt = timeStamp
    document.dispatchEvent(new PointerEvent('pointermove', { bubbles: true }))
    return true
  })
