import type { Router } from 'vue-router'

/** What the script tag leaves at `window.waypost`; nothing while telemetry is off. */
interface WaypostOfPage {
  readonly consent: string
  useRouter(router: Router): void
}

const find = (): WaypostOfPage | undefined => (window as { waypost?: WaypostOfPage }).waypost

/** Pages are then known by their routes, not by their addresses alone. */
export const handOver = (router: Router): void => find()?.useRouter(router)

export const consentOfPage = (): string | undefined => find()?.consent

/** Makes the script of this page ask the switch now. One tab that is told tells the others. */
export function askSwitch(): void {
  document.dispatchEvent(new Event('waypost-switch'))
}
