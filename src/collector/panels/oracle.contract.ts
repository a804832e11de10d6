import type { ArchivedEvent } from '../archive/types.js'
import type { TestPing } from './test-archive.contract.js'
import type { Delivery, Flows, Installs, Overview, PanelFilter, Routes, Series, SessionRow } from './types.js'

// The panels once more, slowly and plainly, from the events as they were sent: nothing here knows of columns or SQL.

const DAY_MS = 86_400_000
const at = (event: ArchivedEvent) => Date.parse(event.timestamp)
const text = (value: unknown) => (typeof value === 'string' ? value : null)
const number = (value: unknown) => (typeof value === 'number' ? value : null)
const sessionOf = (event: ArchivedEvent) => text(event.properties['$session_id'])
const viewNumber = (event: ArchivedEvent) => number(event.properties['view_number'])
export const routeOf = ({ properties }: ArchivedEvent) =>
  text(properties['route_pattern']) ?? text(properties['$pathname'])
const isView = (event: ArchivedEvent) => event.event === '$pageview'
const isLeave = (event: ArchivedEvent) => event.event === '$pageleave'
const distinct = <T>(values: readonly T[]) => [...new Set(values)].filter((value) => value !== null)

const hasToken = (event: ArchivedEvent, { token }: PanelFilter) =>
  token === undefined || event.token === token
const inTime = (event: ArchivedEvent, { from, to }: PanelFilter) =>
  at(event) >= Date.parse(from) && at(event) < Date.parse(to)
const matches = (event: ArchivedEvent, { route, properties }: PanelFilter) =>
  (route === undefined || routeOf(event) === route) &&
  properties.every(({ name, value }) => {
    const own = event.properties[name]
    return own !== undefined && own !== null && String(own) === value
  })
const select = (events: readonly ArchivedEvent[], filter: PanelFilter) =>
  events.filter((one) => hasToken(one, filter) && inTime(one, filter) && matches(one, filter))

export function quantile(values: readonly (number | null)[], share: number): number | null {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b)
  const place = share * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place))
}

function inOrder(a: ArchivedEvent, b: ArchivedEvent): number {
  const byNumber = (viewNumber(a) ?? Infinity) - (viewNumber(b) ?? Infinity)
  return at(a) - at(b) || (Number.isNaN(byNumber) ? 0 : byNumber) || (a.uuid < b.uuid ? -1 : 1)
}

function bySession(events: readonly ArchivedEvent[]): Map<string, ArchivedEvent[]> {
  const sessions = new Map<string, ArchivedEvent[]>()
  for (const event of [...events].sort(inOrder)) {
    const id = sessionOf(event)
    if (id === null) continue
    const visit = sessions.get(id)
    if (visit) visit.push(event)
    else sessions.set(id, [event])
  }
  return sessions
}

function totals(events: readonly ArchivedEvent[], filter: PanelFilter) {
  const found = select(events, filter)
  const views = found.filter(isView)
  return {
    views: views.length,
    visitors: distinct(views.map(({ distinctId }) => distinctId)).length,
    sessions: distinct(found.map(sessionOf)).length,
  }
}

const measures = (events: readonly ArchivedEvent[], name: string) =>
  events.filter(isLeave).map(({ properties }) => number(properties[name]))

export function overview(events: readonly ArchivedEvent[], filter: PanelFilter): Overview {
  const found = select(events, filter)
  const length = Date.parse(filter.to) - Date.parse(filter.from)
  const from = new Date(Date.parse(filter.from) - length).toISOString()
  return {
    ...totals(events, filter),
    visible: quantile(measures(found, 'visible_seconds'), 0.5),
    engaged: quantile(measures(found, 'engaged_seconds'), 0.5),
    before: totals(events, { ...filter, from, to: filter.from }),
  }
}

export function series(events: readonly ArchivedEvent[], filter: PanelFilter, step: number): Series {
  const found = select(events, filter)
  const points: Series['points'][number][] = []
  const first = Math.floor(Date.parse(filter.from) / 1000 / step) * step * 1000
  for (let begin = first; begin < Date.parse(filter.to); begin += step * 1000) {
    const [from, to] = [begin, begin + step * 1000].map((time) => new Date(time).toISOString())
    const within = totals(found, { from: from ?? '', to: to ?? '', properties: [] })
    points.push({ at: from ?? '', ...within })
  }
  return { step, points }
}

export function routes(events: readonly ArchivedEvent[], filter: PanelFilter, limit: number): Routes {
  const found = select(events, filter)
  const views = found.filter((event) => isView(event) && routeOf(event) !== null)
  const lasts = [...bySession(events.filter((one) => isView(one) && hasToken(one, filter))).values()]
    .map((visit) => {
      const within = visit.filter((one) => at(one) < Date.parse(filter.to) + DAY_MS)
      return within.filter((one) => at(one) >= Date.parse(filter.from)).at(-1)
    })
    .filter((last) => last !== undefined && inTime(last, filter) && matches(last, filter))
  const names = distinct(views.map(routeOf))
  const rows = names.map((route) => {
    const own = found.filter((event) => routeOf(event) === route)
    const viewed = own.filter(isView)
    const exits = lasts.filter((last) => last && routeOf(last) === route).length
    return {
      route: route ?? '',
      views: viewed.length,
      visitors: distinct(viewed.map(({ distinctId }) => distinctId)).length,
      visibleMedian: quantile(measures(own, 'visible_seconds'), 0.5),
      visibleP90: quantile(measures(own, 'visible_seconds'), 0.9),
      engagedMedian: quantile(measures(own, 'engaged_seconds'), 0.5),
      engagedP90: quantile(measures(own, 'engaged_seconds'), 0.9),
      scroll: quantile(measures(own, '$prev_pageview_max_scroll_percentage'), 0.5),
      exits,
      exitRate: exits / viewed.length,
    }
  })
  const sorted = rows.sort((a, b) => b.views - a.views || compare(a.route, b.route))
  return { total: names.length, routes: sorted.slice(0, limit) }
}

/** As bytes, which is how a database compares. */
const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

export function flows(events: readonly ArchivedEvent[], filter: PanelFilter, limit: number): Flows {
  const { route, ...others } = filter
  const counts = new Map<string, { from: string; to: string; count: number }>()
  const views = events.filter((one) => isView(one) && hasToken(one, filter))
  for (const visit of bySession(views).values())
    visit.forEach((view, index) => {
      const before = visit[index - 1]
      if (before === undefined || !inTime(view, filter) || !matches(view, others)) return
      const [from, to] = [routeOf(before), routeOf(view)]
      if (from === null || to === null || (route !== undefined && from !== route && to !== route)) return
      const key = JSON.stringify([from, to])
      counts.set(key, { from, to, count: (counts.get(key)?.count ?? 0) + 1 })
    })
  const links = [...counts.values()].sort(
    (a, b) => b.count - a.count || compare(a.from, b.from) || compare(a.to, b.to),
  )
  const rest = links.slice(limit).reduce((sum, { count }) => sum + count, 0)
  return { links: links.slice(0, limit), rest }
}

/** The sessions that have an event which matches, each with what happened in it within the time; newest first. */
export function sessions(events: readonly ArchivedEvent[], filter: PanelFilter): SessionRow[] {
  const own = events.filter((one) => hasToken(one, filter) && at(one) < Date.parse(filter.to))
  const found: SessionRow[] = []
  for (const [id, all] of bySession(own)) {
    const visit = all.filter((one) => inTime(one, filter))
    const [first] = visit
    const last = visit.at(-1)
    if (first === undefined || last === undefined || !visit.some((one) => matches(one, filter))) continue
    const views = visit.filter(isView)
    const entry = views[0] && routeOf(views[0])
    const exit = views.at(-1)
    found.push({
      id,
      begin: first.timestamp,
      end: last.timestamp,
      distinctId: last.distinctId,
      views: views.length,
      entry: entry ?? null,
      exit: exit ? routeOf(exit) : null,
      missing: missing(visit, all.length > visit.length),
    })
  }
  return found.sort((a, b) => Date.parse(b.begin) - Date.parse(a.begin) || compare(a.id, b.id))
}

function missing(visit: readonly ArchivedEvent[], beganBefore: boolean): number {
  const numbers = visit
    .filter(isView)
    .map(viewNumber)
    .filter((one) => one !== null)
  const all = visit.filter((one) => isView(one) || isLeave(one)).map(viewNumber)
  const highest = Math.max(...all.filter((one) => one !== null))
  let lost = 0
  const lowest = beganBefore ? Math.min(...numbers) : 1
  for (let one = lowest; one <= highest; one += 1) if (!numbers.includes(one)) lost += 1
  return lost
}

export function delivery(events: readonly ArchivedEvent[], filter: PanelFilter): Delivery {
  const found = select(events, filter)
  const views = found.filter(isView)
  const gone = new Set(events.filter(isLeave).map(({ properties }) => properties['$pageview_id']))
  const carried = views.filter(({ properties }) => properties['$prev_pageview_duration'] !== undefined)
  const visits = sessions(events, filter)
  const reasons = found.filter(isLeave).map(({ properties }) => text(properties['leave_reason']) ?? 'unknown')
  const delays = found.map((one) => Math.max(0, Date.parse(one.receivedAt) - at(one)) / 1000)
  return {
    views: views.length,
    missing: visits.reduce((sum, one) => sum + one.missing, 0),
    sessionsWithGaps: visits.filter((one) => one.missing > 0).length,
    left:
      views.filter(({ properties }) => gone.has(properties['$pageview_id'])).length +
      (filter.route === undefined ? carried.length : 0),
    leaves: tally(reasons).map(({ name, count }) => ({ reason: name, count })),
    delay: {
      median: quantile(delays, 0.5),
      p95: quantile(delays, 0.95),
      late: delays.filter((delay) => delay > 60).length,
    },
  }
}

function tally(names: readonly string[]) {
  return [...new Set(names)]
    .map((name) => ({ name, count: names.filter((one) => one === name).length }))
    .sort((a, b) => b.count - a.count || compare(a.name, b.name))
}

export function installs(pings: readonly TestPing[], { from, to }: PanelFilter): Installs {
  const within = pings.filter(({ received }) => received >= from && received < to)
  const newest = new Map<string, TestPing>()
  for (const ping of [...within].sort((a, b) => compare(a.received, b.received)))
    if (ping.instanceId !== undefined) newest.set(ping.instanceId, ping)
  const bodies = [...newest.values()].map(({ body }) => JSON.parse(JSON.stringify(body)))
  const days = [...new Set(within.map(({ received }) => received.slice(0, 10)))].sort()
  return {
    active: newest.size,
    reports: within.length,
    versions: tally(bodies.map(({ env }) => env?.flowforge ?? 'unknown')),
    platforms: tally(bodies.map(({ os }) => (os ? `${os.type} ${os.arch}` : 'unknown'))),
    days: days.map((day) => ({
      at: `${day}T00:00:00.000Z`,
      installs: distinct(
        within.filter(({ received }) => received.startsWith(day)).map((one) => one.instanceId ?? null),
      ).length,
    })),
  }
}
