/** What browsers have beyond the compiler's library, each of them not everywhere. */
interface Window {
  /** The Navigation API. */
  readonly navigation?: EventTarget
  /** Sends a request when the document is gone. */
  fetchLater?(url: string, init: RequestInit): unknown
}
interface Document {
  /** The page is being rendered before anybody asked to see it. */
  readonly prerendering?: boolean
}
interface PerformanceNavigationTiming {
  /** When a prerendered page was first shown; 0 for any other. */
  readonly activationStart?: number
}
