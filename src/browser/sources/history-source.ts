import { guarded } from '../diagnostics.js'
import { listen, together } from '../listen.js'
import { createUrlReporter } from './landing.js'
import type { UrlSourceOptions } from './landing.js'
import type { NavigationSource } from './navigation-source.js'
import { patchMethod } from './patch-method.js'

/** Pages by URL, from the History API, for browsers without the Navigation API (rule V11). */
export function historySource({ hashRouting }: UrlSourceOptions = {}): NavigationSource {
  return {
    name: 'history',
    start(listener) {
      const report = createUrlReporter(listener, hashRouting)
      let entries = history.length
      let url = location.href
      const moved = (type: 'push' | 'replace' | 'pop') => {
        const grown = history.length !== entries
        entries = history.length
        if (url === location.href) return
        url = location.href
        // A click on an in-page link fires popstate too, but it adds an entry.
        report(type === 'pop' ? (grown ? 'push' : 'traverse') : type)
      }
      report('load')
      return together(
        patchMethod(history, 'pushState', guarded(() => moved('push'))),
        patchMethod(history, 'replaceState', guarded(() => moved('replace'))),
        listen(window, 'popstate', () => moved('pop')),
        listen(window, 'hashchange', () => moved('pop')),
      )
    },
  }
}
