import type { Waypost } from 'waypost'
import type { Router } from 'vue-router'
import type { CellSetup } from './conformance/cell-page.ts'
import type { PageSetup } from './setup.ts'

declare global {
  interface Window {
    /** What the server tells the page about its site. */
    readonly e2e: PageSetup
    /** What a page of the conformance table is told. */
    readonly cell: CellSetup
    /** The app's router; none on a plain page. */
    router: Router
    /** Makes a step in the history; resolves when the router is done with it. */
    travel(delta: number): Promise<void>
    /** The first navigation has ended, well or not. */
    landed?: boolean
    /** Lets the navigation to the slow route end. */
    release?: () => void
    /** The page `/locked` refuses to be left. */
    locked?: boolean
    /** None on a page that nobody tracks. */
    readonly waypost: Waypost & { useRouter(router: Router): void }
    /** All trackers of the page, where there may be several. */
    readonly trackers?: Waypost[]
    /** Puts the page's clock forward, where the walk has one. */
    passTime?(milliseconds: number): void
    /** When the walk last touched the page. */
    touchedAt?: number
  }
}
