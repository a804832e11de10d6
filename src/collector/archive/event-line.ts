import type { COLUMNS } from './columns.js'
import { factsOf } from './facts.js'
import type { ArchivedEvent } from './types.js'

type Line = Readonly<Record<keyof typeof COLUMNS, unknown>>

const LARGEST_INTEGER = 2 ** 31 - 1
/** As many as the columns take: eleven days. */
const MOST_SECONDS = 999_999
const MOST_SHARE = 99_999
/** Half a character of UTF-16 as `JSON.stringify` writes it. Pairs of backslashes before it are text. */
const ESCAPED_SURROGATE = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g

/**
 * One event as one line of the journal, without the line break: JSON has none of its own. Columns without a value are left out,
 * which makes a line a quarter shorter.
 */
export function toLine(event: ArchivedEvent): string {
  const { properties } = event
  const pathname = text(properties['$pathname'])
  const line: Line = {
    token: event.token,
    uuid: event.uuid,
    event: event.event,
    timestamp: databaseTime(event.timestamp) ?? event.receivedAt,
    received_at: event.receivedAt,
    sent_at: event.sentAt === null ? undefined : databaseTime(event.sentAt),
    distinct_id: event.distinctId,
    session_id: text(properties['$session_id']),
    window_id: text(properties['$window_id']),
    view_id: text(properties['$pageview_id']),
    view_number: integer(properties['view_number']),
    host: text(properties['$host']),
    pathname,
    route: text(properties['route_pattern']) ?? pathname,
    title: text(properties['title']),
    from: text(properties['from']),
    to: text(properties['to']),
    navigation_type: text(properties['navigation_type']),
    leave_reason: text(properties['leave_reason']),
    referring_domain: text(properties['$referring_domain']),
    duration: number(properties['$prev_pageview_duration']),
    visible: upTo(MOST_SECONDS, properties['visible_seconds']),
    engaged: upTo(MOST_SECONDS, properties['engaged_seconds']),
    scroll: upTo(MOST_SHARE, properties['$prev_pageview_max_scroll_percentage']),
    // PostHog keeps what `$set` beside the properties says among them, too.
    properties: {
      ...properties,
      ...(event.set && { $set: event.set }),
      ...(event.setOnce && { $set_once: event.setOnce }),
    },
    facts: factsOf(properties),
  }
  return toJson(line)
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)
/** More counts as that: `properties` has it all. */
const upTo = (most: number, value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) ? Math.max(-most, Math.min(most, value)) : undefined
const integer = (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= LARGEST_INTEGER
    ? value
    : undefined

/** Years past 9999 are no time that a clock shows, and their form is one that DuckDB can't read. */
function databaseTime(iso: string): string | undefined {
  return /^\d{4}-/.test(iso) ? iso : undefined
}

/**
 * JSON that DuckDB reads. A title that was cut within a character ends in half of it, which JSON may carry and DuckDB
 * refuses: U+FFFD takes its place.
 */
export function toJson(value: object): string {
  const json = JSON.stringify(value)
  return json.includes('\\ud') ? json.replace(ESCAPED_SURROGATE, '$1\ufffd') : json
}
