export type Properties = Record<string, unknown>

/** One event on its way to the sinks. `beforeSend` sees it in this form, as the last stop before them. */
export interface WaypostEvent {
  /** `$pageview`, `$pageleave`, or the name given to `capture()`. */
  event: string
  /** UUID version 7. PostHog keeps one event per uuid. */
  uuid: string
  /** When it happened: milliseconds since the Unix epoch. */
  timestamp: number
  properties: Properties
}

/** How a view came to be. */
export type NavigationType = 'load' | 'reload' | 'push' | 'replace' | 'traverse' | 'bfcache' | 'prerender'

/** Why a view ended. */
export type LeaveReason = 'navigation' | 'pagehide' | 'recovered' | 'session_end' | 'stop'
