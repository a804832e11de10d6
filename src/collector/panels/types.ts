/** What every panel takes, from the query of its address. Absent: no limit of this kind. */
export interface PanelFilter {
  /** ISO 8601, inclusive. Default: 24 hours before `to`. */
  readonly from: string
  /** ISO 8601, exclusive. Default: now. */
  readonly to: string
  readonly token?: string
  /** One route pattern. */
  readonly route?: string
  /** `?property=name:value`: equal as text. It may be given several times; all have to hold. */
  readonly properties: readonly { readonly name: string; readonly value: string }[]
}

/** `GET /api/overview` */
export interface Overview {
  readonly views: number
  readonly visitors: number
  readonly sessions: number
  /** Median seconds of a view, visible and engaged; `null` without leaves. */
  readonly visible: number | null
  readonly engaged: number | null
  /** The same of the time of equal length before. */
  readonly before: { readonly views: number; readonly visitors: number; readonly sessions: number }
}

/** `GET /api/series?step=auto` */
export interface Series {
  /** Seconds from one point to the next. */
  readonly step: number
  /** Every step has a point, those without events too. */
  readonly points: readonly {
    /** Begin, ISO 8601. */
    readonly at: string
    readonly views: number
    readonly visitors: number
    readonly sessions: number
  }[]
}

/** `GET /api/routes?limit=50` most viewed first. */
export interface Routes {
  readonly routes: readonly RouteRow[]
  /** Routes in all, shown or not. */
  readonly total: number
}
export interface RouteRow {
  readonly route: string
  readonly views: number
  readonly visitors: number
  /** Seconds: median and 90th percentile; `null` without leaves. */
  readonly visibleMedian: number | null
  readonly visibleP90: number | null
  readonly engagedMedian: number | null
  readonly engagedP90: number | null
  /** Median of how far was scrolled, 0 to 1. */
  readonly scroll: number | null
  /** Sessions that ended here, and their share of the views of the route, 0 to 1. */
  readonly exits: number
  readonly exitRate: number
}

/** `GET /api/flows?limit=40` from one page to the next, within a session. Most travelled first. */
export interface Flows {
  readonly links: readonly { readonly from: string; readonly to: string; readonly count: number }[]
  /** Moves that are not in `links`. */
  readonly rest: number
}

/** `GET /api/sessions?limit=50&before=<iso>` newest first. */
export interface Sessions {
  readonly sessions: readonly SessionRow[]
  readonly total: number
}
export interface SessionRow {
  readonly id: string
  readonly begin: string
  readonly end: string
  readonly distinctId: string
  readonly views: number
  readonly entry: string | null
  readonly exit: string | null
  /** Views that `view_number` says there were, and that are not there. */
  readonly missing: number
}

/** `GET /api/sessions/:id` in the order in which it happened. */
export interface Walk {
  readonly session: SessionRow
  readonly steps: readonly {
    readonly at: string
    readonly event: string
    readonly uuid: string
    readonly viewId: string | null
    readonly viewNumber: number | null
    readonly route: string | null
    readonly pathname: string | null
    readonly title: string | null
    /** `navigation_type` of a view, `leave_reason` of a leave. */
    readonly reason: string | null
    readonly visible: number | null
    readonly engaged: number | null
    readonly scroll: number | null
    /** Seconds from happening to arriving. */
    readonly delay: number
  }[]
}

/** `GET /api/delivery` */
export interface Delivery {
  readonly views: number
  /** Gaps in `view_number`, within sessions. */
  readonly missing: number
  readonly sessionsWithGaps: number
  /** Views with a leave. */
  readonly left: number
  /** Leaves by reason: `navigation`, `pagehide`, `recovered`, `session_end`, `stop`. */
  readonly leaves: readonly { readonly reason: string; readonly count: number }[]
  /** Seconds from happening to arriving: median, 95th percentile, and events that took longer than a minute. */
  readonly delay: { readonly median: number | null; readonly p95: number | null; readonly late: number }
}

/** `GET /api/installs`: by the newest report of each install that reported within the time. */
export interface Installs {
  readonly active: number
  readonly reports: number
  readonly versions: readonly { readonly name: string; readonly count: number }[]
  readonly platforms: readonly { readonly name: string; readonly count: number }[]
  /** Installs that reported, per day. */
  readonly days: readonly { readonly at: string; readonly installs: number }[]
}

/** `GET /api/filters`: what can be chosen from, most frequent first, 200 of each at most. */
export interface Filters {
  readonly tokens: readonly { readonly token: string; readonly events: number }[]
  readonly routes: readonly string[]
  /** Names of properties with a few values each, those that vary little; ids are not among them. */
  readonly properties: readonly { readonly name: string; readonly values: readonly string[] }[]
}
