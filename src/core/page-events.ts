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
  /** Id of the session that it belongs to, and its leave with it (rule L8). */
  readonly session: string
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
  view: View
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
  const { url, host, path } = redact(location)
  return { $current_url: url, $host: host, $pathname: path }
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

/** The data of a leave by PostHog's names: on the leave itself, or on the next view (rule L9). */
const leaveData = ({ view, duration, scroll }: Leave, redact: Redactor): Properties => ({
  $prev_pageview_id: view.id,
  $prev_pageview_pathname: pathOf(view.location, redact),
  $prev_pageview_duration: duration,
  ...scroll,
})

/** @param carried the leave of the view before, whose data ride on this view */
export const pageviewEvent = (
  view: View,
  redact: Redactor,
  referrer: Properties,
  carried?: Leave,
): WaypostEvent => ({
  event: '$pageview',
  uuid: view.id,
  timestamp: view.startedAt,
  session: view.session,
  properties: {
    ...about(view, redact),
    ...referrer,
    from: pathOf(view.from, redact),
    navigation_type: view.type,
    ...(carried && {
      ...leaveData(carried, redact),
      prev_visible_seconds: carried.time.visible,
      prev_engaged_seconds: carried.time.engaged,
    }),
  },
})

export const pageleaveEvent = (leave: Leave, redact: Redactor): WaypostEvent => ({
  event: '$pageleave',
  uuid: leave.view.leaveId,
  timestamp: leave.at,
  session: leave.view.session,
  properties: {
    ...about(leave.view, redact),
    ...leaveData(leave, redact),
    visible_seconds: leave.time.visible,
    engaged_seconds: leave.time.engaged,
    to: pathOf(leave.to, redact),
    leave_reason: leave.reason,
  },
})
