import type {} from 'vue-router'
import type { RouteMeta as WaypostRouteMeta, Waypost } from '../browser/index.js'

declare module 'vue' {
  interface ComponentCustomProperties {
    /** The tracker that this app uses. */
    $waypost: Waypost
  }
}

declare module 'vue-router' {
  interface RouteMeta {
    /** `false`: no view of this page. `{ name, properties }`: renames it, adds to its events (rule V12). */
    waypost?: WaypostRouteMeta
  }
}
