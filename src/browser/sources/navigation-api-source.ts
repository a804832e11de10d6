import { listen } from '../listen.js'
import type { NavigationSource } from './navigation-source.js'
import { createUrlReporter } from './url-reporter.js'
import type { UrlSourceOptions } from './url-reporter.js'

/** What is used of the Navigation API's one event. */
interface CurrentEntryChange extends Event {
  /** Null when only the state of the entry changed. */
  readonly navigationType?: 'push' | 'replace' | 'reload' | 'traverse' | null
}

/**
 * Pages by URL, from the browser's Navigation API (rule V11). It patches nothing, so nothing can be left behind.
 * For browsers that have `window.navigation`; elsewhere it tells the landing and nothing more.
 */
export const navigationApiSource =
  ({ hashRouting }: UrlSourceOptions = {}): NavigationSource =>
  (listener) => {
    const report = createUrlReporter(listener, hashRouting)
    return listen(window.navigation ?? new EventTarget(), 'currententrychange', (event) => {
      const { navigationType } = event as CurrentEntryChange
      if (navigationType) report(navigationType)
    })
  }
