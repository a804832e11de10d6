import { expect, leaves, test, views, ways } from './fixtures.ts'
import { push, titleOf } from './move.ts'

const uuidv7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const sent = (event: { properties: object } | undefined) => Object.keys(event?.properties ?? {}).sort()

/** What the direct sink says of every event. */
const identity = [
  '$device_id',
  '$lib',
  '$lib_version',
  '$process_person_profile',
  '$session_id',
  '$window_id',
  'distinct_id',
]
const where = ['$current_url', '$host', '$pathname', '$pageview_id', 'title', 'view_number']
const scrolled = ['scroll', 'content'].flatMap((name) =>
  ['last', 'max'].flatMap((which) => [
    `$prev_pageview_${which}_${name}`,
    `$prev_pageview_${which}_${name}_percentage`,
  ]),
)

for (const way of ways) {
  test.describe(way, () => {
    test('the property table', async ({ page, site }) => {
      const started = Date.now()
      await site.open(page, way, '/a')
      await site.event('$pageview')
      await push(page, way, '/b')
      const events = await site.finish(page)
      const ended = Date.now()
      const [landed, pushed] = views(events)
      const [left, closed] = leaves(events)
      const route = (path: string) => way !== 'plain' && { route_name: `page ${path}`, route_pattern: path }
      const page1 = {
        $current_url: site.url('/a'),
        $host: new URL(site.origin).host,
        $pathname: '/a',
        title: titleOf(way, '/a'),
        $pageview_id: landed?.uuid,
        view_number: 1,
        ...route('/a'),
      }
      const page2 = {
        $current_url: site.url('/b'),
        $host: new URL(site.origin).host,
        $pathname: '/b',
        title: titleOf(way, '/b'),
        $pageview_id: pushed?.uuid,
        view_number: 2,
        ...route('/b'),
      }
      const direct = { $referrer: '$direct', $referring_domain: '$direct' }
      expect(landed?.properties).toMatchObject({ ...page1, ...direct, navigation_type: 'load' })
      expect(landed?.properties).not.toHaveProperty('from')
      expect(pushed?.properties).toMatchObject({ ...page2, ...direct, navigation_type: 'push', from: '/a' })
      expect(left?.properties).toMatchObject({
        ...page1,
        $prev_pageview_id: landed?.uuid,
        $prev_pageview_pathname: '/a',
        visible_seconds: expect.any(Number),
        engaged_seconds: expect.any(Number),
        to: '/b',
        leave_reason: 'navigation',
      })
      expect(closed?.properties).toMatchObject({
        ...page2,
        $prev_pageview_id: pushed?.uuid,
        $prev_pageview_pathname: '/b',
        leave_reason: 'pagehide',
      })

      for (const event of events) {
        expect(event.uuid).toMatch(uuidv7)
        expect(Date.parse(event.timestamp)).toBeGreaterThanOrEqual(started)
        expect(Date.parse(event.timestamp)).toBeLessThanOrEqual(ended)
        expect(event.properties['$session_id']).toBe(landed?.properties['$session_id'])
        expect(event.properties['$window_id']).toBe(landed?.properties['$window_id'])
        expect(event.distinctId).toBe(landed?.distinctId)
        expect(event.properties['$process_person_profile']).toBe(false)
      }
      for (const view of [landed, pushed]) {
        expect(sent(view).filter((name) => name.startsWith('$prev_pageview_'))).toEqual([])
        expect(sent(view)).not.toContain('leave_reason')
      }
      const lived = (Date.parse(left?.timestamp ?? '') - Date.parse(landed?.timestamp ?? '')) / 1000
      expect(left?.properties['$prev_pageview_duration']).toBeCloseTo(lived, 1)
      expect(left?.properties['visible_seconds']).toBeCloseTo(lived, 1)
    })

    test('queries and hashes stay here by default', async ({ page, site }) => {
      await site.open(page, way, '/a?token=hidden1&utm_source=mail#hidden2')
      await push(page, way, '/b?token=hidden3#hidden4')
      const events = await site.finish(page)
      expect(events).toBeJourney(['load /a', 'push /b'])
      expect(views(events)[0]?.properties['$current_url']).toBe(site.url('/a?utm_source=mail'))
      expect(views(events)[1]?.properties['$current_url']).toBe(site.url('/b'))
      expect(leaves(events)[0]?.properties['$current_url']).toBe(site.url('/a?utm_source=mail'))
      expect(JSON.stringify(events)).not.toContain('hidden')
    })

    test('secrets stay here, wherever they are, under any policy', async ({ page, site }) => {
      const key = 'k3yTh4tOpensTheD00r'
      await site.open(page, way, `/a?token=${key}#code=${key}`, { options: { urls: 'full' } })
      await push(page, way, `/secret/${key}?tab=1`)
      await page.evaluate((secret) => {
        document.title = `Secret ${secret}`
        window.waypost.capture('invited', {
          link: `/join?code=${secret}`,
          to: ['jane.doe@mail.example'],
          secret,
        })
      }, key)
      await push(page, way, '/b')
      const events = await site.finish(page)
      expect(views(events)[0]?.properties['$current_url']).toBe(site.url('/a?token=***#code=***'))
      expect(views(events)[1]?.properties).toMatchObject({
        $pathname: '/secret/***',
        title: expect.any(String),
      })
      expect(JSON.stringify(site.arrived())).not.toMatch(/k3yTh4t|jane/)
    })

    test('urls: full sends all of it, absolute', async ({ page, site }) => {
      await site.open(page, way, '/a?tab=one#part', { options: { urls: 'full' } })
      const [view] = views(await site.finish(page))
      expect(view?.properties['$current_url']).toBe(site.url('/a?tab=one#part'))
    })

    if (way === 'plain') return
    test('urls: pattern sends no parameter', async ({ page, site }) => {
      await site.open(page, way, '/a', { options: { urls: 'pattern' } })
      await page.evaluate(() => window.router.push('/team/acme/members'))
      await page.evaluate(() => window.router.push('/secret/hidden'))
      const events = await site.finish(page)
      expect(events).toBeJourney(['load /a', 'push /team/:slug/members', 'push /secret/:token'])
      expect(JSON.stringify(events)).not.toMatch(/acme|hidden/)
    })

    test('a param that is named like a secret stays here, in the path and in the title', async ({
      page,
      site,
    }) => {
      await site.open(page, way, '/a')
      await page.evaluate(() => window.router.push('/secret/open%20sesame'))
      await page.evaluate(() => void (document.title = 'Say open sesame'))
      await page.evaluate(() => window.router.push('/b'))
      const events = await site.finish(page)
      expect(views(events)[1]?.properties['$pathname']).toBe('/secret/***')
      expect(JSON.stringify(site.arrived())).not.toMatch(/sesame/)
    })

    test('route names and patterns, nested and catch-all', async ({ page, site }) => {
      await site.open(page, way, '/team/acme')
      await page.evaluate(async () => {
        await window.router.push('/team/acme/members')
        await window.router.push('/nowhere/at/all')
      })
      const events = await site.finish(page)
      const routes = views(events).map(({ properties }) => [
        properties['route_name'],
        properties['route_pattern'],
      ])
      expect(routes).toEqual([
        ['team', '/team/:slug'],
        ['members', '/team/:slug/members'],
        ['lost', '/nowhere/at/all'],
      ])
    })
  })
}

for (const way of ['direct', 'script'] as const) {
  test(`${way} sends these properties and no others`, async ({ page, site }) => {
    await site.open(page, way, '/a')
    // A page has no scroll position before it is on screen.
    await site.event('$pageview')
    await push(page, way, '/b')
    await site.event('$pageview', { $pathname: '/b' })
    const events = await site.finish(page)
    const route = ['route_name', 'route_pattern']
    const about = [...identity, ...where, ...route]
    const referrer = ['$referrer', '$referring_domain']
    const spent = [
      '$prev_pageview_id',
      '$prev_pageview_pathname',
      '$prev_pageview_duration',
      'visible_seconds',
      'engaged_seconds',
      'leave_reason',
    ]
    const [landed, pushed] = views(events)
    const [left, closed] = leaves(events)
    expect(sent(landed)).toEqual([...about, ...referrer, 'navigation_type'].sort())
    expect(sent(pushed)).toEqual([...about, ...referrer, 'navigation_type', 'from'].sort())
    expect(sent(left)).toEqual([...about, ...spent, ...scrolled, 'to'].sort())
    expect(sent(closed)).toEqual([...about, ...spent, ...scrolled].sort())
  })
}

test('posthog-js’s own events carry the id of the open view', async ({ page, site }) => {
  await site.open(page, 'posthog-js', '/a')
  const view = await site.event('$pageview')
  await page.evaluate(() => window.waypost.capture('bought', { plan: 'pro' }))
  const bought = await site.event('bought')
  expect(bought.properties).toMatchObject({ $pageview_id: view.uuid, $pathname: '/a', plan: 'pro' })
  const events = await site.finish(page)
  expect(events).toBeJourney(['load /a'])
  const names = site.arrived().map(({ event }) => event)
  expect(names.filter((name) => !['bought', 'settled'].includes(name))).toEqual(['$pageview', '$pageleave'])
})
