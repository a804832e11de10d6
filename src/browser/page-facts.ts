import type { NavigationType, Redactor, ScrollPosition } from '../core/index.js'
import { locate } from './page-location.js'

/** How this document was come by (rule V10). A prerendered one keeps that name after its activation (rule V8). */
export function documentType(): NavigationType {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  if (entry?.activationStart) return 'prerender'
  return entry?.type === 'reload' ? 'reload' : 'load'
}

/** The page that linked here, after the URL policy; PostHog's word for none. */
export function referrerProperties(redact: Redactor) {
  const { referrer } = document
  const { url, host } = referrer ? redact(locate(referrer)) : { url: '$direct', host: '$direct' }
  return { $referrer: url, $referring_domain: host }
}

/** Reads a scroll position: of the container that the selector names, else of the page. */
export function readScroll(selector?: string): ScrollPosition | undefined {
  const element = (selector && document.querySelector(selector)) || document.scrollingElement
  return element
    ? { top: element.scrollTop, viewport: element.clientHeight, content: element.scrollHeight }
    : undefined
}
