// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { layOutWalk } from './lay-out-walk.js'
import type { Step, Stop } from './lay-out-walk.js'

const at = (second: number) => new Date(Date.UTC(2026, 4, 4, 12, 0, second)).toISOString()
let ids = 0
const step = (event: string, second: number, rest: Partial<Step> = {}): Step => ({
  at: at(second),
  event,
  uuid: `u${++ids}`,
  viewId: null,
  viewNumber: null,
  route: null,
  pathname: null,
  title: null,
  reason: null,
  visible: null,
  engaged: null,
  scroll: null,
  delay: 0.2,
  ...rest,
})
const view = (number: number, second: number, rest: Partial<Step> = {}) =>
  step('$pageview', second, { viewId: `v${number}`, viewNumber: number, pathname: `/${number}`, ...rest })
const leave = (number: number, second: number, rest: Partial<Step> = {}) =>
  step('$pageleave', second, { viewId: `v${number}`, viewNumber: number, pathname: `/${number}`, ...rest })

const told = (stops: Stop[]) =>
  stops.map((stop) => {
    if (stop.kind === 'gap') return `gap ${stop.first}-${stop.last}`
    if (stop.kind === 'event') return stop.step.event
    return `${stop.number} ${stop.page}${stop.leave ? ' left' : ''}${stop.view ? '' : ' unseen'}`
  })

describe('a walk', () => {
  it('pairs views with their leaves', () => {
    const stops = layOutWalk([view(1, 0), leave(1, 5), view(2, 5), leave(2, 9)])
    expect(told(stops)).toEqual(['1 /1 left', '2 /2 left'])
    expect(stops.map((stop) => stop.kind === 'view' && stop.wall)).toEqual([5, 4])
  })

  it('shows missing views where they were, at its begin too', () => {
    expect(told(layOutWalk([view(3, 0), view(4, 1), view(7, 2)]))).toEqual([
      'gap 1-2',
      '3 /3',
      '4 /4',
      'gap 5-6',
      '7 /7',
    ])
  })

  it('counts a view as there of which only the leave arrived', () => {
    expect(told(layOutWalk([view(1, 0), leave(1, 3), leave(2, 6), view(3, 6)]))).toEqual([
      '1 /1 left',
      '2 /2 left unseen',
      '3 /3',
    ])
  })

  it('a leave at the moment of its view, and before it in the list', () => {
    expect(told(layOutWalk([leave(1, 0), view(1, 0)]))).toEqual(['1 /1 left'])
  })

  it('keeps other events with their view, and shows those without one by themselves', () => {
    const stops = layOutWalk([view(1, 0), step('saved', 1, { viewId: 'v1' }), step('woke', 2), view(2, 3)])
    expect(told(stops)).toEqual(['1 /1', 'woke', '2 /2'])
    expect(stops[0]?.kind === 'view' && stops[0].others.map(({ event }) => event)).toEqual(['saved'])
  })

  it('marks what arrived late, and nothing that took a minute', () => {
    const stops = layOutWalk([view(1, 0), leave(1, 1, { delay: 125 }), view(2, 1, { delay: 60 })])
    expect(stops.map((stop) => stop.kind === 'view' && stop.late)).toEqual([125, undefined])
  })

  it('repeated and unordered numbers are no gap', () => {
    const again = { ...view(2, 2), viewId: 'x' }
    expect(told(layOutWalk([view(1, 0), view(2, 1), again, view(3, 3)]))).toEqual([
      '1 /1',
      '2 /2',
      '2 /2',
      '3 /3',
    ])
    expect(layOutWalk([])).toEqual([])
  })
})
