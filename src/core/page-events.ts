import type { LeaveReason, NavigationType, Properties, WaypostEvent } from './events.js'
import type { PageLocation } from './location.js'
import type { ScrollProperties } from './scroll.js'
import type { Redactor } from './url-policy.js'

/** The time from a page being shown to it being left. */
export interface View {
  /** Id of the view, and uuid of its `$pageview`. */
  readonly id: string
  /** Uuid of its `$pageleave`, fixed from the start: two reports of one leave are one event. */
  readonly leaveId: string
  readonly location: PageLocation
  readonly type: NavigationType
  /** 1, 2, 3… in the session; 0 until the view is sent. */
  number: number
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number
  /** The page that was viewed before it in this document. */
  readonly from: PageLocation | undefined
  title: string
}

/** How a view ended. */
export interface Leave {
  /** Milliseconds since the Unix epoch. */
  at: number
  reason: LeaveReason
  to: PageLocation | undefined
  /** Seconds by the wall clock, sleep included. */
  duration: number
  /** Seconds. */
  time: { visible: number; engaged: number }
  scroll: ScrollProperties | undefined
}

/** Where an event happened. */
export const urlProperties = (location: PageLocation, redact: Redactor): Properties => {
  const { url, path } = redact(location)
  return { $current_url: url, $host: location.host, $pathname: path }
}

const pathOf = (location: PageLocation | undefined, redact: Redactor) => location && redact(location).path

/** What both events of a view say of it. Undefined properties are none: JSON has no word for them. */
function about({ location, title, id, number }: View, redact: Redactor): Properties {
  const { name, meta } = location.route ?? {}
  return {
    ...(meta && meta.properties),
    ...urlProperties(location, redact),
    route_name: (meta && meta.name) ?? name,
    route_pattern: redact(location).pattern,
    title,
    $pageview_id: id,
    view_number: number,
  }
}

/** @param carried the leave of the view before, whose data ride on this view (rule L9) */
export const pageviewEvent = (
  view: View,
  redact: Redactor,
  referrer: Properties,
  carried?: WaypostEvent,
): WaypostEvent => {
  const properties: Properties = {
    ...about(view, redact),
    ...referrer,
    from: pathOf(view.from, redact),
    navigation_type: view.type,
  }
  for (const [name, value] of Object.entries(carried?.properties ?? {})) {
    if (name.startsWith('$prev')) properties[name] = value
    if (name.endsWith('_seconds')) properties['prev_' + name] = value
  }
  return { event: '$pageview', uuid: view.id, timestamp: view.startedAt, properties }
}

/** The leave of a view, with its data by PostHog's names. */
export const pageleaveEvent = (view: View, redact: Redactor, leave: Leave): WaypostEvent => ({
  event: '$pageleave',
  uuid: view.leaveId,
  timestamp: leave.at,
  properties: {
    ...about(view, redact),
    $prev_pageview_id: view.id,
    $prev_pageview_pathname: pathOf(view.location, redact),
    $prev_pageview_duration: leave.duration,
    ...leave.scroll,
    visible_seconds: leave.time.visible,
    engaged_seconds: leave.time.engaged,
    to: pathOf(leave.to, redact),
    leave_reason: leave.reason,
  },
})
