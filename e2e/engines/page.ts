/**
 * A page of a browser, in the words that every driver has: all that a spec may do with it. A `Page` of Playwright is
 * one. What to look for is at the collector and at the server of the site, not here.
 */
export interface Page {
  /** Opens a document, and waits until it is loaded. */
  goto(url: string): Promise<unknown>
  reload(): Promise<unknown>
  /** Runs a function in the page; what it needs comes as its argument. A promise is waited for. */
  evaluate<Result>(script: () => Result | Promise<Result>): Promise<Result>
  evaluate<Result, Argument>(
    script: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>
  waitForFunction(script: () => unknown): Promise<unknown>
  /** Waits for an address: all of it, or `**` and its end, or its beginning and `**`. */
  waitForURL(url: string): Promise<unknown>
  waitForEvent(event: 'popup'): Promise<Page>
  waitForEvent(event: 'close'): Promise<unknown>
  click(selector: string): Promise<void>
  setViewportSize(size: { width: number; height: number }): Promise<void>
  /** Shows this tab, and hides the others, in {@link Tabs}. */
  bringToFront(): Promise<void>
  close(options?: { runBeforeUnload?: boolean }): Promise<void>
  isClosed(): boolean
}

/** Tabs that are truly hidden and shown. */
export interface Tabs {
  /** Opens a tab in front of the others. */
  newPage(): Promise<Page>
  /** Opens a link of a page in a tab behind, as a user does with a key held down. */
  openBehind(page: Page, selector: string): Promise<Page>
}

/** A running browser. */
export interface Browser {
  /** Its name and main version: `Chromium 156`. */
  readonly name: string
  /** Opens a page that shares nothing with the others. It is visible. */
  newPage(): Promise<Page>
  /** Tabs, in a window of their own. */
  openTabs(): Promise<Tabs & { close(): Promise<void> }>
  close(): Promise<void>
}
