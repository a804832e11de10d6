// Made-up visitors and installs for `npm start`, so that a dashboard that was just opened has something to show.
import { setTimeout as wait } from 'node:timers/promises'

/** Everything of them is sent under this key, so that it can be told from what somebody does by hand. */
export const SAMPLE_KEY = 'phc_sample'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Pages of the demo: where each leads to, and how often; how long people stay, in seconds; how far they read. */
// prettier-ignore
const PAGES = {
  '/': { name: 'home', title: 'Home', stay: 9, read: 0.9, next: { '/teams': 5, '/flows': 4, '/docs': 3, '/instances': 2 } },
  '/teams': { name: 'teams', title: 'Teams', stay: 7, read: 1, next: { '/team/:slug': 9, '/': 1 } },
  '/team/:slug': { name: 'team', title: '{slug}', stay: 16, read: 0.7, next: { '/team/:slug/members': 4, '/team/:slug/settings': 2, '/flows': 3, '/teams': 2 } },
  '/team/:slug/members': { name: 'team-members', title: 'Members · {slug}', stay: 22, read: 0.6, next: { '/team/:slug': 4, '/team/:slug/settings': 2 } },
  '/team/:slug/settings': { name: 'team-settings', title: 'Settings · {slug}', stay: 34, read: 0.8, next: { '/team/:slug': 3, '/': 1 } },
  '/instances': { name: 'instances', title: 'Instances', stay: 11, read: 1, next: { '/instance/:id': 6, '/flows': 2 } },
  '/instance/:id': { name: 'instance', title: 'Instance {id}', stay: 48, read: 0.5, next: { '/instances': 4, '/flows': 1 } },
  '/flows': { name: 'flows', title: 'Flows', stay: 13, read: 0.8, next: { '/flow/:id': 8, '/docs': 1 } },
  '/flow/:id': { name: 'flow', title: 'Flow {id}', stay: 95, read: 1, next: { '/flows': 5, '/instance/:id': 2, '/docs/:page': 2 } },
  '/docs': { name: 'docs', title: 'Docs', stay: 12, read: 0.9, next: { '/docs/:page': 8, '/': 1 } },
  '/docs/:page': { name: 'doc', title: 'Guide: {page}', stay: 70, read: 0.45, next: { '/docs/:page': 4, '/docs': 2, '/flows': 2 } },
}
const ENTRIES = { '/': 6, '/docs/:page': 3, '/flow/:id': 3, '/flows': 2, '/teams': 1 }
const PARAMETERS = {
  slug: ['atlas', 'borealis', 'cascade', 'delta'],
  id: ['intake', 'billing-sync', 'door-sensors', 'night-report', 'forecast'],
  page: ['first-flow', 'telemetry', 'teams', 'backups', 'upgrading'],
}
const REFERRERS = { $direct: 5, 'www.google.com': 3, 'duckduckgo.com': 1, 'news.ycombinator.com': 1 }
const PLANS = { starter: 5, team: 3, enterprise: 1 }
const PLATFORMS = { 'Linux x64': 6, 'Linux arm64': 3, 'Darwin arm64': 2, 'Windows_NT x64': 1 }
const VERSIONS = ['3.1.0', '3.1.0', '3.0.2', '3.0.2', '3.0.2', '2.9.4']

/** The same numbers on every start. */
function createRandom(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Sends made-up views, leaves and reports to a collector, by the same routes as real ones. */
export function createVisitors({ url, seed = 1 }) {
  const random = createRandom(seed)
  const pick = (list) => list[Math.floor(random() * list.length)]
  const weighted = (weights) => {
    const sum = Object.values(weights).reduce((all, one) => all + one, 0)
    let rest = random() * sum
    return Object.keys(weights).find((name) => (rest -= weights[name]) < 0)
  }
  const hex = (digits) =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('')
  const uuid = (at) => {
    const time = at.toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-a${hex(3)}-${hex(12)}`
  }
  /** Most come back. */
  const people = Array.from({ length: 180 }, () => ({
    id: uuid(Date.now() - 40 * DAY),
    plan: weighted(PLANS),
  }))
  const round = (seconds) => Math.round(seconds * 10) / 10

  /** One visit: a list of moments, in milliseconds since its beginning, and the event of each. */
  function visit(begin, pace) {
    const person = people[Math.floor(random() ** 1.6 * people.length)]
    const [session, window] = [uuid(begin), uuid(begin)]
    const referrer = weighted(REFERRERS)
    const common = {
      distinct_id: person.id,
      $device_id: person.id,
      $session_id: session,
      $window_id: window,
      $process_person_profile: false,
      $lib: 'waypost',
      $host: 'rill.example',
      $referring_domain: referrer,
      plan: person.plan,
    }
    const steps = []
    let at = begin
    let pattern = weighted(ENTRIES)
    let from
    const pages = 1 + Math.floor(random() ** 2 * 9)
    for (let number = 1; number <= pages; number++) {
      const page = PAGES[pattern]
      const values = {}
      const pathname = pattern.replace(/:(\w+)/g, (_, name) => (values[name] = pick(PARAMETERS[name])))
      const id = uuid(at)
      const about = {
        ...common,
        $current_url: `https://rill.example${pathname}`,
        $pathname: pathname,
        route_name: page.name,
        route_pattern: pattern,
        title: `${page.title.replace(/\{(\w+)\}/g, (_, name) => values[name])} · Rill`,
        $pageview_id: id,
        view_number: number,
      }
      const type = number === 1 ? 'load' : random() < 0.15 ? 'back' : 'push'
      steps.push({
        at,
        event: '$pageview',
        properties: { ...about, navigation_type: type, ...(from && { from }) },
      })
      const stay = page.stay * pace * (0.15 + random() ** 2 * 2.4)
      const visible = round(stay * (0.7 + random() * 0.3))
      const isLast = number === pages
      const [next, reason] = isLast
        ? [undefined, random() < 0.97 ? 'pagehide' : 'recovered']
        : [weighted(page.next), 'navigation']
      at += Math.ceil(stay * 1000)
      steps.push({
        at,
        event: '$pageleave',
        properties: {
          ...about,
          $prev_pageview_id: id,
          $prev_pageview_pathname: pathname,
          $prev_pageview_duration: round(stay),
          $prev_pageview_max_scroll_percentage: round(Math.min(1, page.read * (0.4 + random() * 0.9))),
          visible_seconds: visible,
          engaged_seconds: round(visible * (0.35 + random() * 0.6)),
          leave_reason: reason,
        },
      })
      pattern = next
      from = pathname
    }
    return steps
  }

  async function post(path, body) {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  }

  const send = (steps) =>
    post('/batch/', {
      api_key: SAMPLE_KEY,
      batch: steps.map(({ at, event, properties }) => ({
        uuid: uuid(at),
        event,
        timestamp: new Date(at).toISOString(),
        properties,
      })),
    })

  /** Busier by day than by night, as the day is where this runs. */
  function beginWithin(now, time) {
    for (;;) {
      const at = now - random() * time
      const hour = new Date(at).getHours()
      if (random() < 0.15 + 0.85 * Math.max(0, Math.sin(((hour - 6) / 24) * 2 * Math.PI)))
        return Math.floor(at)
    }
  }

  return {
    /**
     * What happened before the start, in its order.
     *
     * @param {object} options
     * @param {number} options.visits How many, within the last two days
     * @param {number} options.installs How many products report, once a day for two weeks
     * @param {(at: number) => void} options.setClock The collector's clock: things arrive soon after they happened
     */
    async past({ visits, installs, setClock }) {
      const now = Date.now()
      const arrivals = Array.from({ length: visits }, () => visit(beginWithin(now, 2 * DAY), 1))
        .flat()
        .filter(({ at }) => at < now)
        .map((step) => {
          // Most arrive within two seconds, some when a tunnel ends.
          const late = random() < 0.004 ? 90 + random() * 900 : 0.2 + random() ** 3 * 2
          return { arrives: Math.min(now, step.at + late * 1000), run: () => send([step]) }
        })
      for (let install = 0; install < installs; install++) {
        const [type, arch] = weighted(PLATFORMS).split(' ')
        const report = {
          instanceId: `sample-${hex(12)}`,
          os: { type, release: '6.1.0', arch },
          env: { nodejs: '22.11.0', flowforge: pick(VERSIONS) },
          platform: { counts: { users: 1 + Math.floor(random() * 40), teams: 1 + Math.floor(random() * 5) } },
          schemaVersion: 1,
        }
        const first = now - Math.floor((0.1 + random()) * 14 * DAY)
        for (let at = first; at < now; at += DAY)
          if (at > now - 14 * DAY) arrivals.push({ arrives: at, run: () => post('/ping', report) })
      }
      arrivals.sort((a, b) => a.arrives - b.arrives)
      for (const { arrives, run } of arrivals) {
        setClock(arrives)
        await run()
      }
    },

    /** Goes on for as long as the signal lets it: a visit every few seconds, at three times the usual pace. */
    async live(signal) {
      const walk = async (steps) => {
        for (const step of steps) {
          await wait(Math.max(0, step.at - Date.now()), undefined, { signal })
          await send([step])
        }
      }
      try {
        for (;;) {
          // A collector that is stopping takes no more.
          walk(visit(Date.now(), 0.35)).catch(() => undefined)
          await wait(1_500 + random() * 5_000, undefined, { signal })
        }
      } catch (error) {
        if (!signal.aborted) throw error
      }
    },
  }
}
