import { guarded } from '../diagnostics.js'
import { listen, together } from '../listen.js'
import type { NavigationSource } from './navigation-source.js'
import { patchMethod } from './patch-method.js'
import { createUrlReporter } from './url-reporter.js'
import type { UrlSourceOptions } from './url-reporter.js'

/** Pages by URL, from the History API, for browsers without the Navigation API (rule V11). */
export const historySource =
  ({ hashRouting }: UrlSourceOptions = {}): NavigationSource =>
  (listener) => {
    const report = createUrlReporter(listener, hashRouting)
    let { length } = history
    const moved = (type: 'push' | 'replace' | 'traverse') => {
      // A click on an in-page link fires popstate too, but it adds an entry.
      report(history.length > length ? 'push' : type)
      length = history.length
    }
    return together(
      patchMethod(
        history,
        'pushState',
        guarded(() => moved('push')),
      ),
      patchMethod(
        history,
        'replaceState',
        guarded(() => moved('replace')),
      ),
      listen(window, 'popstate', () => moved('traverse')),
    )
  }
