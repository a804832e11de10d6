/** One view of a made-up visitor, with its end. */
export interface FakeView {
  readonly token: string
  readonly session: string
  readonly person: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly number: number
  readonly route: string
  readonly pathname: string
  readonly title: string
  readonly navigation: string
  /** Seconds; `undefined`: no leave has arrived. */
  readonly visible: number | undefined
  readonly engaged: number
  readonly scroll: number
  readonly reason: string
  readonly delay: number
  readonly properties: Readonly<Record<string, string>>
  /** Another event on this view. */
  readonly other: string | undefined
}

export const HOSTILE = '<img src=x onerror=alert(1)>'
const LONG =
  '/organisations/:organisationSlug/applications/:applicationId/environments/:environmentId/deployments/:deploymentId/logs'
const ROUTES = [
  '/', '/docs', '/docs/:page', '/teams', '/team/:slug', '/team/:slug/members', '/flows', '/flows/:id',
  '/flows/:id/runs', '/flows/:id/runs/:run', '/settings', '/settings/billing', '/settings/security', '/login',
  '/pricing', '/blog', '/blog/:post', '/search', '/onboarding/:step', LONG, `/tags/${HOSTILE}`, '/café/naïve/日本語',
] // prettier-ignore
const TOKENS = ['phc_web_app', 'phc_docs', `phc_${HOSTILE}`]
const PLANS = ['free', 'team', 'enterprise', HOSTILE]
const BROWSERS = ['Chrome', 'Firefox', 'Safari', 'Edge']
const DAY = 86_400_000

/** The same numbers on every run. */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * Makes up about so many events before `now`: views with their leaves, busier by day, over 30 days; a handful of them within
 * the last hour.
 */
export function fakeViews(events: number, now: number): FakeView[] {
  const random = createRandom(7)
  const pick = <T>(list: readonly T[], bias = 1): T => list[Math.floor(random() ** bias * list.length)] as T
  const views: FakeView[] = []
  let left = events
  for (let session = 1; left > 0; session++) {
    const person = `visitor-${1 + Math.floor(random() ** 1.4 * Math.max(2, events / 22))}-018f2c4e`
    const token = pick(TOKENS, 2.2)
    const properties = { plan: pick(PLANS, 1.8), $browser: pick(BROWSERS, 1.5) }
    const length = 1 + Math.floor(random() ** 2 * 11)
    let at = events < 100 ? now - 25 * 60_000 : beginOf(random, now)
    let number = 1
    for (let index = 0; index < length && left > 0 && at < now; index++) {
      // Some of the way was lost.
      if (events > 100 && random() < 0.0015) number += 1 + Math.floor(random() * 3)
      const route = index === 0 ? pick(ROUTES, 3) : pick(ROUTES, 2)
      const isLast = index === length - 1
      const visible = 2 + random() ** 3 * 240
      const isLeft = events < 100 ? left > 1 : random() < 0.965
      const late = random()
      views.push({
        token,
        session: `0199${String(session).padStart(4, '0')}-7c1e-7aaa-9bbb-0123456789ab`,
        person,
        at,
        number: number++,
        route,
        pathname: route.replace(
          /:(\w+)/g,
          (_, name: string) => `${name.slice(0, 4)}-${1 + Math.floor(random() * 90)}`,
        ),
        title: random() < 0.05 ? HOSTILE : `${route === '/' ? 'Home' : (route.split('/')[1] ?? '')} · Rill`,
        navigation: index === 0 ? 'load' : random() < 0.15 ? 'back' : 'push',
        visible: isLeft ? visible : undefined,
        engaged: visible * (0.3 + random() * 0.6),
        scroll: Math.min(1, 0.15 + random() * 1.1),
        reason: !isLast
          ? 'navigation'
          : random() < 0.9
            ? 'pagehide'
            : random() < 0.7
              ? 'recovered'
              : 'session_end',
        delay: late < 0.004 ? 70 + random() * 4000 : 0.1 + random() ** 4 * 4,
        properties,
        other: random() < 0.06 ? pick(['flow_deployed', 'team_invited', `clicked ${HOSTILE}`]) : undefined,
      })
      left -= isLeft ? 2 : 1
      at += (visible + random() * 8) * 1000
    }
  }
  return views.sort((a, b) => a.at - b.at)
}

/** Days get busier towards now, and each is by day busier than by night. */
function beginOf(random: () => number, now: number): number {
  for (;;) {
    const at = now - random() ** 1.15 * 60 * DAY
    const hour = (at % DAY) / 3_600_000
    if (random() < 0.25 + 0.75 * Math.max(0, Math.sin(((hour - 6) / 24) * 2 * Math.PI))) return at
  }
}
