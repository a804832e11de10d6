import type { Page } from './engines/page.ts'

/**
 * What the server has answered is over for the browser too. Firefox keeps no page in its back/forward cache that had a
 * request under way a moment ago: the process that decides hears of the end of a request later than the page.
 */
export async function quiet(page: Pick<Page, 'evaluate'>): Promise<void> {
  await page.evaluate(async () => {
    const answer = await fetch('/quiet')
    await answer.text()
    await new Promise((resolve) => setTimeout(resolve, 0))
  })
  // There and back again, after all that the page has told that process before.
  await page.evaluate(() => undefined)
}
