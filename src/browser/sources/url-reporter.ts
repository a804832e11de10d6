import type { NavigationType } from '../../core/index.js'
import { locate } from '../page-location.js'
import type { NavigationListener } from './navigation-source.js'

/** Options of the sources that see nothing but the URL. */
export interface UrlSourceOptions {
  /** The app is routed by the hash: `/#/team/7`. Default: false. */
  hashRouting?: boolean | undefined
}

/**
 * Tells a listener where the URL is. A router that redirects at the landing does so by replacing the URL before the
 * user did anything, and that is all that can be seen of it from here (rule V4).
 */
export function createUrlReporter(listener: NavigationListener, hashRouting?: boolean) {
  let landing = true
  const report = (type: NavigationType) => {
    landing &&= type === 'load' || (type === 'replace' && !navigator.userActivation?.hasBeenActive)
    listener.confirmed({ location: locate(location.href, hashRouting), type, landing })
  }
  report('load')
  return report
}
