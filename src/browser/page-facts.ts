import type { NavigationType, ScrollPosition } from '../core/index.js'

/** How this document was come by (rule V10). A prerendered one keeps that name after its activation (rule V8). */
export function documentType(): NavigationType {
  const [entry] = performance.getEntriesByType('navigation')
  if (entry && 'activationStart' in entry && Number(entry.activationStart) > 0) return 'prerender'
  return entry && 'type' in entry && entry.type === 'reload' ? 'reload' : 'load'
}

/** PostHog's word for a visit that came from nowhere. */
const DIRECT = '$direct'

/** The page that linked here, after the URL policy. */
export function referrerProperties(redact: (url: string) => string) {
  const { referrer } = document
  return referrer
    ? { $referrer: redact(referrer), $referring_domain: new URL(referrer).host }
    : { $referrer: DIRECT, $referring_domain: DIRECT }
}

/** Reads a scroll position: of the container that the selector names, else of the page. */
export function readScroll(selector?: string): ScrollPosition | undefined {
  const element = (selector && document.querySelector(selector)) || document.scrollingElement
  return element
    ? { top: element.scrollTop, viewport: element.clientHeight, content: element.scrollHeight }
    : undefined
}
