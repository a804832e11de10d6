import type { Confirmed } from '../../core/index.js'

/** Hears of navigations. */
export interface NavigationListener {
  /** A navigation began; it may still be refused. Optional for a source to tell. */
  begin(): void
  /** It ended where it began. Told only after `begin`. */
  rejected(): void
  /** It was confirmed: the app is on this page now. The first call is the page where the landing ended. */
  confirmed(navigation: Confirmed): void
}

/** Knows when the app moves from page to page. */
export interface NavigationSource {
  readonly name: string
  /** Starts to tell, with the page that the app is on. Returns how to stop, which leaves no trace. */
  start(listener: NavigationListener): () => void
}
