export type Properties = Record<string, unknown>

/** One event on its way to the sinks. `beforeSend` sees it in this form, as the last stop before them. */
export interface WaypostEvent {
  /** `$pageview`, `$pageleave`, or the name given to `capture()`. */
  event: string
  /** UUID version 7. PostHog keeps one event per uuid. */
  uuid: string
  /** When it happened: milliseconds since the Unix epoch. */
  timestamp: number
  /** Id of the session that it belongs to: of the view that it is about, however long ago (rule L8). */
  session: string
  properties: Properties
}

/** How a view came to be. */
export type NavigationType =
  | 'load'
  | 'reload'
  | 'push'
  | 'replace'
  | 'traverse'
  | 'bfcache'
  | 'prerender'
  /** Nobody moved: the session had ended, and somebody is here again (rule L8). */
  | 'session_start'

/** Why a view ended. */
export type LeaveReason = 'navigation' | 'pagehide' | 'recovered' | 'session_end' | 'stop'
