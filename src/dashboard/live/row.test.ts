// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { row } from './sample-rows.js'

describe('toRow', () => {
  it('shows a view', () => {
    const properties = {
      $pathname: '/a',
      title: 'A',
      route_pattern: '/:x',
      navigation_type: 'push',
      view_number: 3,
    }
    expect(row('$pageview', properties)).toMatchObject({
      kind: 'view',
      heading: '/a',
      title: 'A',
      route: '/:x',
      reason: 'push',
      viewNumber: 3,
      durations: undefined,
    })
  })

  it('shows a leave with its three clocks', () => {
    const properties = {
      $pathname: '/a',
      leave_reason: 'pagehide',
      $prev_pageview_id: 'v',
      $prev_pageview_duration: 9,
      visible_seconds: 5,
      engaged_seconds: 0,
    }
    expect(row('$pageleave', properties)).toMatchObject({
      kind: 'leave',
      reason: 'pagehide',
      viewId: 'v',
      endsViewId: 'v',
      durations: { wall: 9, visible: 5, engaged: 0 },
    })
  })

  it('shows any other event by its name', () => {
    expect(row('flow_deployed', { $pathname: '/a' })).toMatchObject({
      kind: 'other',
      heading: 'flow_deployed',
      title: '/a',
    })
  })

  it('survives properties of the wrong type', () => {
    const properties = {
      $pathname: {},
      title: 5,
      $prev_pageview_duration: 'long',
      view_number: '1',
      $pageview_id: [],
    }
    for (const name of ['$pageview', '$pageleave', 'other']) {
      expect(row(name, properties)).toMatchObject({
        title: '',
        durations: undefined,
        viewNumber: undefined,
        viewId: undefined,
      })
    }
    expect(row('$pageview', properties).heading).toBe('(no path)')
  })
})
