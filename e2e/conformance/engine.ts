/** What not every way to drive a browser can do. */
export type Ability =
  /** Tabs are truly hidden and shown, as for a user. */
  | 'tabs'
  /** Links can be opened in a tab behind the present one. */
  | 'background'
  | 'prerender'
  /** The back/forward cache works. */
  | 'bfcache'

/** One page of a browser: all that a scenario does to it goes through here. */
export interface DrivenPage {
  /** Opens a URL, and waits for its document. */
  goto(url: string): Promise<void>
  /** Runs a function in the page, without anything from outside but one text, and waits for what it promises. */
  evaluate<Result>(script: (argument: string) => Result | Promise<Result>, argument?: string): Promise<Result>
  /** Clicks what a selector finds, as a user does. */
  click(selector: string): Promise<void>
  reload(): Promise<void>
  /** Starts the browser's Back. Does not wait. */
  back(): Promise<void>
  /** Opens another tab in front of this one. It is shown until it is closed. */
  cover(): Promise<DrivenPage>
  /** Opens a link in a tab behind this one. */
  openBehind(selector: string): Promise<DrivenPage>
  /** Brings this tab to the front. */
  show(): Promise<void>
  close(): Promise<void>
}

/** A browser, and how it is driven. */
export interface Engine {
  /** `Chromium 156`. */
  readonly name: string
  readonly can: ReadonlySet<Ability>
  /** How many pages it can drive at the same time. Default: as many as there are. */
  readonly atOnce?: number
  /** Opens a page that has the abilities, with storage of its own as far as its origin goes. */
  open(needs: readonly Ability[]): Promise<DrivenPage>
  close(): Promise<void>
}

/** Is thrown by an ability that an engine has not. */
export const cannot = (ability: Ability) => () =>
  Promise.reject<never>(new Error(`This engine has no ${ability}.`))
