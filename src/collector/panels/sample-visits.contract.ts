import type { ArchivedEvent } from '../archive/types.js'
import type { TestPing } from './test-archive.contract.js'

export interface SampleOptions {
  readonly seed: number
  /** At least so many events: the last visit is whole. */
  readonly events: number
  /** Visits begin within this time, ISO 8601. */
  readonly from: string
  readonly to: string
}

export const SAMPLE_TOKENS = ['phc_web', 'phc_docs', 'phc_admin']
/** Most visited first. The last ones are what a page could be called to do harm. */
export const SAMPLE_ROUTES = [
  '/',
  '/projects',
  '/projects/:id',
  '/projects/:id/settings',
  '/team/:slug/members',
  '/search',
  `/it's "quoted"; DROP TABLE events; --`,
  '/100%/$1/日本語/\u0000',
]
export const SAMPLE_PLANS = ['free', 'team', 'enterprise', `x' OR '1'='1`]

/** The same numbers for the same seed: mulberry32. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Visits as waypost reports them, with what goes wrong on the way: lost views, late and recovered leaves. */
export function sampleVisits(options: SampleOptions): ArchivedEvent[] {
  const random = createRandom(options.seed)
  const events: ArchivedEvent[] = []
  while (events.length < options.events) visit(options, random, (event) => events.push(event))
  return events
}

function visit(options: SampleOptions, random: () => number, add: (event: ArchivedEvent) => void): void {
  const chance = (share: number) => random() < share
  const whole = (most: number) => Math.floor(random() * most)
  const pick = <T>(from: readonly [T, ...T[]] | readonly T[]): T => from[whole(from.length)] as T
  const newId = () => {
    const hex = Array.from({ length: 32 }, () => whole(16).toString(16)).join('')
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  }
  const [from, to] = [Date.parse(options.from), Date.parse(options.to)]

  const token = pick(SAMPLE_TOKENS)
  const session = newId()
  let who = `person-${whole(Math.ceil(options.events / 20))}`
  // Other libraries number no views; servers have no sessions.
  const numbered = chance(0.9)
  const exitMode = chance(0.1)
  const common = {
    $session_id: session,
    $window_id: newId(),
    $host: 'app.example',
    $lib: 'waypost',
    plan: pick(SAMPLE_PLANS),
    beta: chance(0.3),
  }
  let now = from + whole(to - from)

  const send = (event: string, at: number, properties: Record<string, unknown>, late = chance(0.04)) => {
    const received = at + whole(2_000) + (late ? whole(86_400_000) : 0)
    add({
      receivedAt: new Date(received).toISOString(),
      token,
      event,
      uuid: newId(),
      timestamp: new Date(at).toISOString(),
      sentAt: new Date(received - 5).toISOString(),
      distinctId: who,
      properties: JSON.parse(JSON.stringify(properties)) as Record<string, unknown>,
    })
  }

  if (chance(0.03)) return send('report_sent', now, { $lib: 'posthog-node', plan: common.plan })
  if (chance(0.03)) return send('app_opened', now, common)

  // Some stay all day.
  const views = chance(0.02) ? 60 + whole(80) : 1 + whole(10)
  let before: Record<string, unknown> | undefined
  for (let number = 1; number <= views; number += 1) {
    // The square: the first routes are visited far more often.
    const route = SAMPLE_ROUTES[Math.floor(random() ** 2 * SAMPLE_ROUTES.length)] ?? '/'
    const pathname = route.replace(/:\w+/g, () => String(whole(50)))
    const seconds = views > 20 ? 1 + whole(200_000) / 1000 : 1 + whole(600_000) / 1000
    const visible = Math.round(seconds * random() * 1000) / 1000
    const about = {
      ...common,
      $pathname: pathname,
      route_pattern: chance(0.95) ? route : undefined,
      title: `Page ${route}`,
      $pageview_id: newId(),
      view_number: numbered ? number : undefined,
    }
    const measured = {
      $prev_pageview_duration: seconds,
      $prev_pageview_max_scroll_percentage: chance(0.9) ? Math.round(random() * 1000) / 1000 : undefined,
    }
    if (!chance(0.04)) {
      const carried = exitMode ? before : undefined
      send('$pageview', now, { ...about, navigation_type: number === 1 ? 'load' : 'push', ...carried })
    }
    if (chance(0.2)) send(pick(['clicked', `'; DELETE FROM events; --`]), now + 1, about)
    if (chance(0.01)) who = `user-${whole(1_000)}`
    now += Math.round(seconds * 1000)
    const last = number === views
    const recovered = last && chance(0.15)
    const reason = recovered ? 'recovered' : last ? pick(['pagehide', 'session_end', 'stop']) : 'navigation'
    if ((!exitMode || last) && !chance(0.03)) {
      const times = { visible_seconds: visible, engaged_seconds: Math.round(visible * 700) / 1000 }
      // Other libraries give neither times nor reasons.
      const own = numbered ? { ...times, leave_reason: reason } : {}
      send('$pageleave', now, { ...about, ...measured, ...own }, recovered)
    }
    before = { ...measured, prev_visible_seconds: visible }
  }
}

/** Reports of installs: one a day each, with updates now and then. */
export function samplePings({
  seed,
  installs,
  from,
  to,
}: Omit<SampleOptions, 'events'> & { installs: number }): TestPing[] {
  const random = createRandom(seed)
  const pings: TestPing[] = []
  for (let install = 0; install < installs; install += 1) {
    let version = Math.floor(random() * 3)
    const os = { type: random() < 0.8 ? 'Linux' : 'Darwin', arch: random() < 0.7 ? 'x64' : 'arm64' }
    for (let at = Date.parse(from) + random() * 86_400_000; at < Date.parse(to); at += 86_400_000) {
      if (random() < 0.1) version += 1
      pings.push({
        received: new Date(at).toISOString(),
        ...(random() < 0.95 && { instanceId: `install-${install}` }),
        body: { ...(random() < 0.9 && { os }), env: { nodejs: 'v20.0.0', flowforge: `2.${version}.0` } },
      })
    }
  }
  return pings
}
