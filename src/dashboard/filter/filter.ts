/** Times that are counted back from now. */
export const SPANS = ['1h', '24h', '7d', '30d'] as const
export type Span = (typeof SPANS)[number]

export const SPAN_SECONDS: Record<Span, number> = {
  '1h': 3600,
  '24h': 86_400,
  '7d': 604_800,
  '30d': 2_592_000,
}
export const DEFAULT_SPAN: Span = '24h'

export interface Between {
  /** ISO 8601, inclusive. */
  readonly from: string
  /** ISO 8601, exclusive. */
  readonly to: string
}

export interface PropertyFilter {
  readonly name: string
  readonly value: string
}

/** What is looked at. The address of a page holds all of it. */
export interface Filter {
  readonly time: Span | Between
  /** Project key; empty for all. */
  readonly token: string
  /** Route pattern; empty for all. */
  readonly route: string
  readonly properties: readonly PropertyFilter[]
}

export const NO_FILTER: Filter = { time: DEFAULT_SPAN, token: '', route: '', properties: [] }

/** A query as vue-router has it. */
export type Query = Readonly<Record<string, string | null | undefined | readonly (string | null)[]>>

/** Reads a filter from an address. What cannot be read is as if it were not there: addresses are typed by people. */
export function filterOf(query: Query): Filter {
  return {
    time: timeOf(query),
    token: one(query, 'token'),
    route: one(query, 'route'),
    properties: all(query, 'property').flatMap((text) => {
      const colon = text.indexOf(':')
      return colon > 0 ? [{ name: text.slice(0, colon), value: text.slice(colon + 1) }] : []
    }),
  }
}

/** The query that {@link filterOf} reads the same filter from. Defaults are left out, so that addresses stay short. */
export function queryOf({ time, token, route, properties }: Filter): Record<string, string | string[]> {
  return {
    ...(typeof time === 'object' ? { from: time.from, to: time.to } : time !== DEFAULT_SPAN && { time }),
    ...(token !== '' && { token }),
    ...(route !== '' && { route }),
    ...(properties.length > 0 && { property: properties.map(({ name, value }) => `${name}:${value}`) }),
  }
}

/** From when to when, in milliseconds. */
export function boundsOf({ time }: Filter, now: number): { from: number; to: number } {
  if (typeof time === 'object') return { from: Date.parse(time.from), to: Date.parse(time.to) }
  return { from: now - SPAN_SECONDS[time] * 1000, to: now }
}

/** What a panel is asked with. */
export function panelQuery(filter: Filter, now: number, more: Readonly<Record<string, string>> = {}): string {
  const { from, to } = boundsOf(filter, now)
  const query = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })
  if (filter.token !== '') query.set('token', filter.token)
  if (filter.route !== '') query.set('route', filter.route)
  for (const { name, value } of filter.properties) query.append('property', `${name}:${value}`)
  for (const [name, value] of Object.entries(more)) query.set(name, value)
  return query.toString()
}

/** The same filter of the time of equal length before. */
export function timeBefore(filter: Filter, now: number): Filter {
  const { from, to } = boundsOf(filter, now)
  const begin = new Date(from - (to - from)).toISOString()
  return { ...filter, time: { from: begin, to: new Date(from).toISOString() } }
}

/** Whether anything but the time narrows what is looked at. */
export function isNarrowed({ token, route, properties }: Filter): boolean {
  return token !== '' || route !== '' || properties.length > 0
}

const SPAN_WORDS: Record<Span, string> = { '1h': 'hour', '24h': '24 hours', '7d': '7 days', '30d': '30 days' }

/** The time in words, after “in”: `the last 24 hours`. */
export function timeInWords({ time }: Filter): string {
  return typeof time === 'object' ? 'the chosen time' : `the last ${SPAN_WORDS[time]}`
}

/** The time before it in words, after “than”: `the 24 hours before`. */
export function timeBeforeInWords({ time }: Filter): string {
  return typeof time === 'object' ? 'the time before' : `the ${SPAN_WORDS[time]} before`
}

function timeOf(query: Query): Span | Between {
  const from = momentOf(one(query, 'from'))
  const to = momentOf(one(query, 'to'))
  if (from !== undefined && to !== undefined && from < to) return { from, to }
  const named = one(query, 'time')
  return SPANS.find((span) => span === named) ?? DEFAULT_SPAN
}

function momentOf(text: string): string | undefined {
  const time = Date.parse(text)
  // Beyond this `toISOString()` throws, or the year has six digits, which sorts wrongly as text.
  return time > 0 && time < 253_402_300_800_000 ? new Date(time).toISOString() : undefined
}

function all(query: Query, name: string): string[] {
  const value = query[name]
  const values = typeof value === 'object' && value !== null ? value : [value]
  return values.filter((text): text is string => typeof text === 'string' && text !== '')
}

function one(query: Query, name: string): string {
  return all(query, name)[0] ?? ''
}
