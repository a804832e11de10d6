import { DuckDBInstance } from '@duckdb/node-api'
import { COLUMNS as LINE } from '../archive/columns.js'
import { findDays, sumUp } from '../archive/days.js'
import { factsOf } from '../archive/facts.js'
import { SCHEMA } from '../archive/schema.js'
import { NUMBERS_OF_OLD_EVENTS } from '../archive/visitors.js'
import type { Archive, ArchivedEvent, Parameter, Row } from '../archive/types.js'

export interface TestPing {
  readonly received: string
  readonly instanceId?: string
  readonly body: Readonly<Record<string, unknown>>
}

/** An archive with nothing around its tables: what the panels need of one. */
export interface TestArchive extends Archive {
  addPings(pings: readonly TestPing[]): Promise<void>
  /** Sums up the days that are over. Default: all. */
  sumUp(now?: number): Promise<void>
}

export interface TestArchiveOptions {
  /** Default: in memory. */
  readonly path?: string
  /** DuckDB's own: `{ threads: '2', memory_limit: '512MB' }`. */
  readonly settings?: Readonly<Record<string, string>>
}

/** JSON travels as text here. */
const COLUMNS = { ...LINE, properties: 'VARCHAR' }
/** To whom every day is over. */
const FAR_FUTURE = Date.parse('2030-01-01T00:00:00.000Z')
/** So many events travel in one statement. */
const CHUNK = 5_000

export async function openTestArchive(options: TestArchiveOptions = {}): Promise<TestArchive> {
  const instance = await DuckDBInstance.create(options.path ?? ':memory:', { ...options.settings })
  const connection = await instance.connect()
  await connection.run(SCHEMA)
  let refreshes = 0

  async function all(sql: string, parameters: readonly Parameter[] = []): Promise<Row[]> {
    return (await connection.runAndReadAll(sql, [...parameters])).getRowObjectsJson()
  }

  return {
    async append(events) {
      for (let at = 0; at < events.length; at += CHUNK) {
        const rows = JSON.stringify(events.slice(at, at + CHUNK).map(columnsOf))
        await connection.run(
          `INSERT INTO events BY NAME
           SELECT unnest(from_json($1::JSON, '${JSON.stringify([COLUMNS])}'), recursive := true)`,
          [rows],
        )
        await connection.run(NUMBERS_OF_OLD_EVENTS)
      }
    },
    async addPings(pings) {
      for (const { received, instanceId = null, body } of pings)
        await connection.run(
          `INSERT INTO pings (received, ip_hash, instance_id, body) VALUES ($1::TIMESTAMP, 'hash', $2, $3)`,
          [received, instanceId, JSON.stringify(body)],
        )
    },
    async refresh() {
      refreshes += 1
    },
    all,
    read: (task) => task({ all }),
    async sumUp(now = FAR_FUTURE) {
      for (const day of await findDays(connection, now)) await sumUp(connection, day)
    },
    ask: () => Promise.reject(new Error('Not part of this archive.')),
    status: () => ({ kind: 'memory', events: refreshes, pending: 0, bytes: 0 }),
    async close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

function columnsOf(event: ArchivedEvent): Record<keyof typeof COLUMNS, unknown> {
  const { properties } = event
  return {
    token: event.token,
    uuid: event.uuid,
    event: event.event,
    timestamp: event.timestamp,
    received_at: event.receivedAt,
    sent_at: event.sentAt,
    distinct_id: event.distinctId,
    session_id: properties['$session_id'],
    window_id: properties['$window_id'],
    view_id: properties['$pageview_id'],
    view_number: properties['view_number'],
    host: properties['$host'],
    pathname: properties['$pathname'],
    route: properties['route_pattern'] ?? properties['$pathname'],
    title: properties['title'],
    from: properties['from'],
    to: properties['to'],
    navigation_type: properties['navigation_type'],
    leave_reason: properties['leave_reason'],
    referring_domain: properties['$referring_domain'],
    duration: properties['$prev_pageview_duration'],
    visible: properties['visible_seconds'],
    engaged: properties['engaged_seconds'],
    scroll: properties['$prev_pageview_max_scroll_percentage'],
    properties: JSON.stringify(properties),
    facts: factsOf(properties),
  }
}
