import type { Page } from './engines/page.ts'
import { plainTitle } from './site-page.ts'
import type { Way } from './setup.ts'

/** Moves within the document: by the router, or as an app without one does. */
export async function push(page: Pick<Page, 'evaluate'>, way: Way, path: string): Promise<void> {
  if (way !== 'plain') {
    await page.evaluate((target) => window.router.push(target), path)
    return
  }
  await page.evaluate(
    ([target, title]) => {
      history.pushState({}, '', target)
      document.title = title
    },
    [path, plainTitle(path.replace(/[?#].*/, ''))] as const,
  )
}

/**
 * A step in the history of the browser. The page makes it itself: a page that comes from the back/forward cache loads
 * nothing, and some drivers would wait for that. What it leads to is for the test to wait for.
 */
export const travel = (page: Page, delta: 1 | -1) =>
  page
    .evaluate((step) => void setTimeout(() => history.go(step), 0), delta)
    // It may be gone before it answers.
    .catch(() => undefined)

/** Title of a page, by the way that sets it. */
export const titleOf = (way: Way, path: string) =>
  way === 'plain' ? plainTitle(path) : `Title ${path.slice(1).toUpperCase()}`
