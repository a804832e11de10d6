import type * as Panels from '../collector/panels/types.js'
import type { FakeView } from './fake-events.contract.js'

type Query = Readonly<Record<string, string | string[] | undefined>>

const first = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value
const unique = <T>(values: readonly T[]): number => new Set(values).size

function quantile(values: readonly (number | undefined)[], part: number): number | null {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? null
}

function group<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const known = groups.get(key)
    if (known) known.push(item)
    else groups.set(key, [item])
  }
  return groups
}

const tally = (names: readonly string[]) =>
  [...group(names, (name) => name)]
    .map(([name, { length }]) => ({ name, count: length }))
    .sort((a, b) => b.count - a.count)

/** Answers what the collector's panels answer, by made-up views. */
export function createFakePanels(all: readonly FakeView[], clock: () => number) {
  const bounds = (query: Query) => {
    const to = Date.parse(first(query['to']) ?? '') || clock()
    return { from: Date.parse(first(query['from']) ?? '') || to - 86_400_000, to }
  }
  function select(query: Query, { from, to } = bounds(query)): FakeView[] {
    const [token, route] = [first(query['token']), first(query['route'])]
    const properties = [query['property'] ?? []].flat().map((text) => text.split(/:(.*)/s))
    return all.filter(
      (view) =>
        view.at >= from &&
        view.at < to &&
        (token === undefined || view.token === token) &&
        (route === undefined || view.route === route) &&
        properties.every(([name = '', value]) => view.properties[name] === value),
    )
  }
  const counts = (views: readonly FakeView[]) => ({
    views: views.length,
    visitors: unique(views.map(({ person }) => person)),
    sessions: unique(views.map(({ session }) => session)),
  })
  const missingIn = (views: readonly FakeView[]): number =>
    Math.max(0, (views.at(-1)?.number ?? 0) - views.length)
  const bySession = (views: readonly FakeView[]) => [...group(views, ({ session }) => session).values()]
  const iso = (time: number): string => new Date(time).toISOString()

  function rowOf(views: readonly FakeView[]): Panels.SessionRow {
    const [begin, end] = [views[0], views.at(-1)]
    return {
      id: begin?.session ?? '',
      begin: iso(begin?.at ?? 0),
      end: iso((end?.at ?? 0) + (end?.visible ?? 0) * 1000),
      distinctId: begin?.person ?? '',
      views: views.length,
      entry: begin?.pathname ?? null,
      exit: end?.pathname ?? null,
      missing: missingIn(views),
    }
  }

  return {
    overview(query: Query): Panels.Overview {
      const { from, to } = bounds(query)
      const views = select(query)
      return {
        ...counts(views),
        visible: quantile(
          views.map(({ visible }) => visible),
          0.5,
        ),
        engaged: quantile(
          views.map(({ visible, engaged }) => visible && engaged),
          0.5,
        ),
        before: counts(select(query, { from: from - (to - from), to: from })),
      }
    },

    series(query: Query): Panels.Series {
      const { from, to } = bounds(query)
      const step = [60, 300, 3600, 21_600, 86_400].find((one) => (to - from) / 1000 / one <= 60) ?? 86_400
      const places = group(select(query), ({ at }) => String(Math.floor(at / 1000 / step)))
      const points = []
      for (let place = Math.floor(from / 1000 / step); place * step * 1000 < to; place++)
        points.push({ at: iso(place * step * 1000), ...counts(places.get(String(place)) ?? []) })
      return { step, points }
    },

    routes(query: Query): Panels.Routes {
      const views = select(query)
      const lasts = bySession(views).map((own) => own.at(-1)?.route)
      const routes = [...group(views, ({ route }) => route)].map(([route, own]): Panels.RouteRow => {
        const exits = lasts.filter((last) => last === route).length
        return {
          route,
          views: own.length,
          visitors: counts(own).visitors,
          visibleMedian: quantile(
            own.map(({ visible }) => visible),
            0.5,
          ),
          visibleP90: quantile(
            own.map(({ visible }) => visible),
            0.9,
          ),
          engagedMedian: quantile(
            own.map(({ visible, engaged }) => visible && engaged),
            0.5,
          ),
          engagedP90: quantile(
            own.map(({ visible, engaged }) => visible && engaged),
            0.9,
          ),
          scroll: quantile(
            own.map(({ visible, scroll }) => visible && scroll),
            0.5,
          ),
          exits,
          exitRate: exits / own.length,
        }
      })
      routes.sort((a, b) => b.views - a.views)
      return { routes: routes.slice(0, Number(first(query['limit']) ?? 50)), total: routes.length }
    },

    flows(query: Query): Panels.Flows {
      const moves = bySession(select(query)).flatMap((views) =>
        views.slice(1).map(({ route }, index) => `${views[index]?.route}\n${route}`),
      )
      const links = tally(moves).map(({ name, count }) => {
        const [from = '', to = ''] = name.split('\n')
        return { from, to, count }
      })
      const limit = Number(first(query['limit']) ?? 40)
      return {
        links: links.slice(0, limit),
        rest: links.slice(limit).reduce((sum, { count }) => sum + count, 0),
      }
    },

    sessions(query: Query): Panels.Sessions {
      const rows = bySession(select(query)).map(rowOf)
      const before = first(query['before'])
      const older = rows.filter(({ begin }) => before === undefined || begin < before)
      older.sort((a, b) => b.begin.localeCompare(a.begin))
      return { sessions: older.slice(0, Number(first(query['limit']) ?? 50)), total: rows.length }
    },

    /** `undefined`: there is no such session. */
    walk(id: string): Panels.Walk | undefined {
      const views = all.filter(({ session }) => session === id)
      if (views.length === 0) return undefined
      return { session: rowOf(views), steps: views.flatMap(stepsOf) }
    },

    delivery(query: Query): Panels.Delivery {
      const views = select(query)
      const gaps = bySession(views).map(missingIn)
      const left = views.filter(({ visible }) => visible !== undefined)
      const delays = views.map(({ delay }) => delay)
      return {
        views: views.length,
        missing: gaps.reduce((sum, gap) => sum + gap, 0),
        sessionsWithGaps: gaps.filter((gap) => gap > 0).length,
        left: left.length,
        leaves: tally(left.map(({ reason }) => reason)).map(({ name, count }) => ({ reason: name, count })),
        delay: {
          median: quantile(delays, 0.5),
          p95: quantile(delays, 0.95),
          late: delays.filter((delay) => delay > 60).length,
        },
      }
    },

    filters(query: Query): Panels.Filters {
      const views = select(query)
      const values = (name: string) =>
        tally(views.flatMap((view) => view.properties[name] ?? [])).map((one) => one.name)
      return {
        tokens: tally(views.map(({ token }) => token)).map(({ name, count }) => ({
          token: name,
          events: count,
        })),
        routes: tally(views.map(({ route }) => route)).map(({ name }) => name),
        properties:
          views.length === 0 ? [] : ['plan', '$browser'].map((name) => ({ name, values: values(name) })),
      }
    },

    installs(query: Query): Panels.Installs {
      const { from, to } = bounds(query)
      // As many installs as fit the size, each reporting once a day.
      const installs = Math.round(all.length / 120)
      const days = []
      for (let day = Math.floor(from / 86_400_000); day * 86_400_000 < to; day++)
        days.push({
          at: iso(day * 86_400_000),
          installs: Math.round(installs * (0.7 + 0.3 * Math.abs(Math.sin(day)))),
        })
      const part = (name: string, share: number) => ({ name, count: Math.round(installs * share) })
      const some = installs > 0
      return {
        active: installs,
        reports: days.reduce((sum, day) => sum + day.installs, 0),
        versions: some
          ? [part('2.14.1', 0.5), part('2.14.0', 0.3), part('2.13.7', 0.15), part(HOSTILE_VERSION, 0.05)]
          : [],
        platforms: some ? [part('linux x64', 0.7), part('linux arm64', 0.2), part('darwin arm64', 0.1)] : [],
        days: some ? days : [],
      }
    },
  }
}

const HOSTILE_VERSION = '<img src=x onerror=alert(1)>'

function stepsOf(view: FakeView): Panels.Walk['steps'][number][] {
  const viewId = `${view.session}/${view.number}`
  const step = (event: string, second: number, rest: Partial<Panels.Walk['steps'][number]> = {}) => ({
    at: new Date(view.at + second * 1000).toISOString(),
    event,
    uuid: `${viewId}/${event}`,
    viewId,
    viewNumber: view.number,
    route: view.route,
    pathname: view.pathname,
    title: view.title,
    reason: null,
    visible: null,
    engaged: null,
    scroll: null,
    delay: 0.3,
    ...rest,
  })
  const { visible, engaged, scroll } = view
  return [
    step('$pageview', 0, { reason: view.navigation }),
    ...(view.other === undefined ? [] : [step(view.other, 1)]),
    ...(visible === undefined
      ? []
      : [
          step('$pageleave', visible + 1, {
            reason: view.reason,
            visible,
            engaged,
            scroll,
            delay: view.delay,
          }),
        ]),
  ]
}
