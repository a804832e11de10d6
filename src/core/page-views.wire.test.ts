import { expect, test } from 'vitest'
import { createHarness, START } from './harness.contract.js'

/** Two pages, the first scrolled and looked at for twenty seconds, ten of them with focus. */
function tour(leave: 'each' | 'exit') {
  const { visit, setTitle, scrollTo, advance, pageViews, events } = createHarness({ leave })
  visit('/team/acme?utm_source=news&token=s3cret', { route: { name: 'team', pattern: '/team/:slug' } })
  setTitle('Acme')
  advance(10_000)
  scrollTo(1200)
  pageViews.attention({ focused: false })
  advance(10_000)
  visit('/docs', { route: { name: 'docs', pattern: '/docs', meta: { properties: { section: 'intro' } } } })
  setTitle('Docs')
  advance(5000)
  pageViews.exit()
  // Undefined properties are none: this is what a sink puts on the wire.
  return JSON.parse(JSON.stringify(events)) as unknown
}

const aboutTeam = {
  $current_url: 'https://app.example/team/acme?utm_source=news',
  $host: 'app.example',
  $pathname: '/team/acme',
  title: 'Acme',
  route_name: 'team',
  route_pattern: '/team/:slug',
  $pageview_id: 'id-1',
  view_number: 1,
}
const aboutDocs = {
  $current_url: 'https://app.example/docs',
  $host: 'app.example',
  $pathname: '/docs',
  title: 'Docs',
  route_name: 'docs',
  route_pattern: '/docs',
  section: 'intro',
  $pageview_id: 'id-3',
  view_number: 2,
}
const direct = { $referrer: '$direct', $referring_domain: '$direct' }
const leaveOfTeam = {
  $prev_pageview_id: 'id-1',
  $prev_pageview_pathname: '/team/acme',
  $prev_pageview_duration: 20,
  $prev_pageview_last_scroll: 1200,
  $prev_pageview_last_scroll_percentage: 0.5,
  $prev_pageview_max_scroll: 1200,
  $prev_pageview_max_scroll_percentage: 0.5,
  $prev_pageview_last_content: 1800,
  $prev_pageview_last_content_percentage: 0.6,
  $prev_pageview_max_content: 1800,
  $prev_pageview_max_content_percentage: 0.6,
}

const viewOfTeam = {
  event: '$pageview',
  uuid: 'id-1',
  timestamp: START,
  session: 'session-1',
  properties: { ...aboutTeam, ...direct, navigation_type: 'load' },
}
const viewOfDocs = {
  event: '$pageview',
  uuid: 'id-3',
  timestamp: START + 20_000,
  session: 'session-1',
  properties: { ...aboutDocs, ...direct, from: '/team/acme', navigation_type: 'push' },
}
const leaveOfDocs = {
  event: '$pageleave',
  uuid: 'id-4',
  timestamp: START + 25_000,
  session: 'session-1',
  properties: {
    ...aboutDocs,
    $prev_pageview_id: 'id-3',
    $prev_pageview_pathname: '/docs',
    $prev_pageview_duration: 5,
    $prev_pageview_last_scroll: 1200,
    $prev_pageview_last_scroll_percentage: 0.5,
    $prev_pageview_max_scroll: 1200,
    $prev_pageview_max_scroll_percentage: 0.5,
    $prev_pageview_last_content: 1800,
    $prev_pageview_last_content_percentage: 0.6,
    $prev_pageview_max_content: 1800,
    $prev_pageview_max_content_percentage: 0.6,
    visible_seconds: 5,
    engaged_seconds: 0,
    leave_reason: 'pagehide',
  },
}

test('the wire with a leave per view', () => {
  expect(tour('each')).toEqual([
    viewOfTeam,
    {
      event: '$pageleave',
      uuid: 'id-2',
      timestamp: START + 20_000,
      session: 'session-1',
      properties: {
        ...aboutTeam,
        ...leaveOfTeam,
        visible_seconds: 20,
        engaged_seconds: 10,
        to: '/docs',
        leave_reason: 'navigation',
      },
    },
    viewOfDocs,
    leaveOfDocs,
  ])
})

test('the wire in exit mode', () => {
  expect(tour('exit')).toEqual([
    viewOfTeam,
    {
      ...viewOfDocs,
      properties: {
        ...viewOfDocs.properties,
        ...leaveOfTeam,
        prev_visible_seconds: 20,
        prev_engaged_seconds: 10,
      },
    },
    leaveOfDocs,
  ])
})
