import type { COLUMNS } from './columns.js'
import type { ArchivedEvent } from './types.js'

type Line = Readonly<Record<keyof typeof COLUMNS, unknown>>

const LARGEST_INTEGER = 2 ** 31 - 1
/** Half a character of UTF-16 as `JSON.stringify` writes it. Pairs of backslashes before it are text. */
const ESCAPED_SURROGATE = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g

/** One event as one line of the journal, without the line break: JSON has none of its own. */
export function toLine(event: ArchivedEvent): string {
  const { properties } = event
  const text = (name: string): string | null => {
    const value = Object.hasOwn(properties, name) ? properties[name] : undefined
    return typeof value === 'string' ? value : null
  }
  const number = (name: string): number | null => {
    const value = Object.hasOwn(properties, name) ? properties[name] : undefined
    return typeof value === 'number' && Number.isFinite(value) ? value : null
  }
  const viewNumber = number('view_number')
  const pathname = text('$pathname')
  const line: Line = {
    token: event.token,
    uuid: event.uuid,
    event: event.event,
    timestamp: databaseTime(event.timestamp) ?? event.receivedAt,
    received_at: event.receivedAt,
    sent_at: event.sentAt === null ? null : databaseTime(event.sentAt),
    distinct_id: event.distinctId,
    session_id: text('$session_id'),
    window_id: text('$window_id'),
    view_id: text('$pageview_id'),
    view_number:
      Number.isInteger(viewNumber) && Math.abs(viewNumber ?? 0) <= LARGEST_INTEGER ? viewNumber : null,
    host: text('$host'),
    pathname,
    route: text('route_pattern') ?? pathname,
    title: text('title'),
    from: text('from'),
    to: text('to'),
    navigation_type: text('navigation_type'),
    leave_reason: text('leave_reason'),
    referring_domain: text('$referring_domain'),
    duration: number('$prev_pageview_duration'),
    visible: number('visible_seconds'),
    engaged: number('engaged_seconds'),
    scroll: number('$prev_pageview_max_scroll_percentage'),
    // PostHog keeps what `$set` beside the properties says among them, too.
    properties: {
      ...properties,
      ...(event.set && { $set: event.set }),
      ...(event.setOnce && { $set_once: event.setOnce }),
    },
  }
  return toJson(line)
}

/** Years past 9999 are no time that a clock shows, and their form is one that DuckDB can't read. */
function databaseTime(iso: string): string | null {
  return /^\d{4}-/.test(iso) ? iso : null
}

/**
 * JSON that DuckDB reads. A title that was cut within a character ends in half of it, which JSON may carry and DuckDB
 * refuses: U+FFFD takes its place.
 */
export function toJson(value: object): string {
  const json = JSON.stringify(value)
  return json.includes('\\ud') ? json.replace(ESCAPED_SURROGATE, '$1\ufffd') : json
}
