import type { CollectedEvent } from '../../collector/types.js'

export type Kind = 'view' | 'leave' | 'other'

/** The three clocks of a leave, in seconds. */
export interface Durations {
  readonly wall: number | undefined
  readonly visible: number | undefined
  readonly engaged: number | undefined
}

/** An event as the list shows it. Every text in it comes from a stranger. */
export interface Row {
  readonly seq: number
  readonly kind: Kind
  readonly event: CollectedEvent
  /** What the row is about: a path, or the name of an event that is no page view. */
  readonly heading: string
  readonly title: string
  readonly route: string
  /** How the page was reached, or why it was left. */
  readonly reason: string
  readonly durations: Durations | undefined
  readonly viewNumber: number | undefined
  /** Id of the view that this event begins, ends or belongs to. */
  readonly viewId: string | undefined
  /** Id of the view whose end this event reports. */
  readonly endsViewId: string | undefined
  /** What the text filter looks at, in lower case. */
  readonly searchText: string
}

const KINDS = new Map<string, Kind>([
  ['$pageview', 'view'],
  ['$pageleave', 'leave'],
])

export function toRow(event: CollectedEvent): Row {
  const { properties } = event
  const kind = KINDS.get(event.event) ?? 'other'
  const path = text(properties['$pathname'])
  const title = text(properties['title'])
  const route = text(properties['route_pattern'])
  const reason = text(properties[kind === 'leave' ? 'leave_reason' : 'navigation_type'])
  const viewId = text(properties['$pageview_id']) || undefined
  const previousId = text(properties['$prev_pageview_id']) || undefined
  const heading = kind === 'other' ? event.event : path || text(properties['$current_url']) || '(no path)'
  return {
    seq: event.seq,
    kind,
    event,
    heading,
    title: kind === 'other' ? path : title,
    route,
    reason,
    durations: durationsOf(kind, event),
    viewNumber: number(properties['view_number']),
    viewId: kind === 'leave' ? (viewId ?? previousId) : viewId,
    endsViewId: kind === 'leave' ? (viewId ?? previousId) : kind === 'view' ? previousId : undefined,
    searchText: [event.event, path, title, route, reason, event.distinctId, viewId ?? '']
      .join('\n')
      .toLowerCase(),
  }
}

function durationsOf(kind: Kind, { properties }: CollectedEvent): Durations | undefined {
  if (kind !== 'leave') return undefined
  const durations = {
    wall: number(properties['$prev_pageview_duration']),
    visible: number(properties['visible_seconds']),
    engaged: number(properties['engaged_seconds']),
  }
  return Object.values(durations).some((seconds) => seconds !== undefined) ? durations : undefined
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 500) : ''
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
