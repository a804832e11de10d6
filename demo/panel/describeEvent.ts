import { formatMilliseconds, formatSeconds } from './formatTime'
import type { LoggedEvent } from './eventLog'

export interface EventDescription {
  kind: 'view' | 'leave' | 'custom'
  label: string
  path: string
  /** Title of the page viewed, or where the visitor went. */
  detail: string
  facts: readonly string[]
  /** Time since the event before, by their timestamps. */
  delta: string
}

export function describeEvent(event: LoggedEvent, before?: LoggedEvent): EventDescription {
  const base = {
    path: text(event, '$pathname') ?? '',
    delta: before ? formatMilliseconds(event.timestamp - before.timestamp) : 'first',
  }
  if (event.event === '$pageview') {
    return {
      ...base,
      kind: 'view',
      label: 'View',
      detail: text(event, 'title') ?? '',
      facts: viewFacts(event),
    }
  }
  if (event.event === '$pageleave') {
    const to = text(event, 'to')
    return { ...base, kind: 'leave', label: 'Leave', detail: to ? `to ${to}` : '', facts: leaveFacts(event) }
  }
  return { ...base, kind: 'custom', label: event.event, detail: '', facts: customFacts(event) }
}

function viewFacts(event: LoggedEvent): string[] {
  const number = numeric(event, 'view_number')
  const from = text(event, 'from')
  return defined([
    number === undefined ? undefined : `no. ${number}`,
    text(event, 'navigation_type'),
    from && `from ${from}`,
  ])
}

function leaveFacts(event: LoggedEvent): string[] {
  const scrolled = numeric(event, '$prev_pageview_max_scroll_percentage')
  return defined([
    text(event, 'leave_reason'),
    seconds(event, '$prev_pageview_duration', 'in all'),
    seconds(event, 'visible_seconds', 'visible'),
    seconds(event, 'engaged_seconds', 'engaged'),
    scrolled === undefined ? undefined : `${Math.round(scrolled * 100)} % scrolled`,
  ])
}

/** The app's own properties; PostHog's start with a dollar sign. */
function customFacts(event: LoggedEvent): string[] {
  return Object.entries(event.properties)
    .filter(
      ([name, value]) => !name.startsWith('$') && ['string', 'number', 'boolean'].includes(typeof value),
    )
    .slice(0, 4)
    .map(([name, value]) => `${name}: ${String(value)}`)
}

function seconds(event: LoggedEvent, name: string, label: string): string | undefined {
  const value = numeric(event, name)
  return value === undefined ? undefined : `${formatSeconds(value)} ${label}`
}

function text(event: LoggedEvent, name: string): string | undefined {
  const value = event.properties[name]
  return typeof value === 'string' ? value : undefined
}

function numeric(event: LoggedEvent, name: string): number | undefined {
  const value = event.properties[name]
  return typeof value === 'number' ? value : undefined
}

function defined(list: readonly (string | undefined)[]): string[] {
  return list.filter((item): item is string => Boolean(item))
}
