import { listen } from '../listen.js'
import { createUrlReporter } from './landing.js'
import type { UrlSourceOptions } from './landing.js'
import type { NavigationSource } from './navigation-source.js'

/** The one event of the Navigation API that is needed here. */
interface CurrentEntryChange extends Event {
  /** Null when only the state of the entry changed. */
  readonly navigationType: 'push' | 'replace' | 'reload' | 'traverse' | null
}

const isEntryChange = (event: Event): event is CurrentEntryChange => 'navigationType' in event

/** The browser's Navigation API, or undefined where there is none. */
const navigationApi = (): EventTarget | undefined => {
  const api: unknown = Reflect.get(window, 'navigation')
  return api instanceof EventTarget ? api : undefined
}

export const hasNavigationApi = (): boolean => navigationApi() !== undefined

/** Pages by URL, from the browser's Navigation API (rule V11). It patches nothing, so nothing can be left behind. */
export function navigationApiSource({ hashRouting }: UrlSourceOptions = {}): NavigationSource {
  return {
    name: 'navigation-api',
    start(listener) {
      const report = createUrlReporter(listener, hashRouting)
      const api = navigationApi()
      report('load')
      return api
        ? listen(api, 'currententrychange', (event) => {
            if (isEntryChange(event) && event.navigationType) report(event.navigationType)
          })
        : () => undefined
    },
  }
}
