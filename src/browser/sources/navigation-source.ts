import type { Confirmed, SkipReason } from '../../core/index.js'

/** Hears of navigations. */
export interface NavigationListener {
  /** A navigation began, or went on as a redirect; it may still be refused. Optional for a source to tell. */
  begin(redirected?: boolean): void
  /** It ended where it began. Told only after `begin`. */
  rejected(): void
  /** Why something came to nothing, for `explain()`. Optional for a source to tell. */
  skipped?(reason: SkipReason, page: string): void
  /** It was confirmed: the app is on this page now. The first call is the page where the landing ended. */
  confirmed(navigation: Confirmed): void
}

/**
 * Knows when the app moves from page to page. Called once by the tracker that it is given to; starts to tell, with the
 * page that the app is on, and returns how to stop, which leaves no trace.
 */
export type NavigationSource = (listener: NavigationListener) => () => void
