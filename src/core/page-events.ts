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
  view: View
  at: number
  reason: LeaveReason
  to: PageLocation | undefined
  /** Seconds by the wall clock, sleep included. */
  duration: number
  visible: number
  engaged: number
  scroll: ScrollProperties
}

/** Undefined properties are left out, so that they don't reach the wire as `null`. */
const defined = (properties: Properties): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined))

/** What both events of a view say of its page. */
export function pageProperties(location: PageLocation, redactor: Redactor): Properties {
  const { url, host, path } = redactor.location(location)
  const meta = location.route?.meta || {}
  return {
    ...meta.properties,
    $current_url: url,
    $host: host,
    $pathname: path,
    route_name: meta.name ?? location.route?.name,
    route_pattern: redactor.pattern(location),
  }
}

function about(view: View, redactor: Redactor): Properties {
  return {
    ...pageProperties(view.location, redactor),
    title: view.title,
    $pageview_id: view.id,
    view_number: view.number,
  }
}

/** The data of a leave by PostHog's names; they ride on the leave itself, or on the next view (rule L9). */
const leaveData = (leave: Leave, redactor: Redactor): Properties => ({
  $prev_pageview_id: leave.view.id,
  $prev_pageview_pathname: redactor.location(leave.view.location).path,
  $prev_pageview_duration: leave.duration,
  ...leave.scroll,
})

export function pageviewEvent(
  view: View,
  redactor: Redactor,
  referrer: { $referrer: string; $referring_domain: string },
  carried?: Leave,
): WaypostEvent {
  return {
    event: '$pageview',
    uuid: view.id,
    timestamp: view.startedAt,
    properties: defined({
      ...about(view, redactor),
      ...referrer,
      from: view.from && redactor.location(view.from).path,
      navigation_type: view.type,
      ...(carried && {
        ...leaveData(carried, redactor),
        prev_visible_seconds: carried.visible,
        prev_engaged_seconds: carried.engaged,
      }),
    }),
  }
}

export function pageleaveEvent(leave: Leave, redactor: Redactor): WaypostEvent {
  return {
    event: '$pageleave',
    uuid: leave.view.leaveId,
    timestamp: leave.at,
    properties: defined({
      ...about(leave.view, redactor),
      ...leaveData(leave, redactor),
      visible_seconds: leave.visible,
      engaged_seconds: leave.engaged,
      to: leave.to && redactor.location(leave.to).path,
      leave_reason: leave.reason,
    }),
  }
}
