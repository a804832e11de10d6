// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { RouteRow } from '../../collector/panels/types.js'
import { DEFAULT_SORT, nextSort, SORT_KEYS, sortOf, sortRoutes, sortText } from './sort-routes.js'

const row = (route: string, views: number, visibleMedian: number | null): RouteRow => ({
  route,
  views,
  visitors: views,
  visibleMedian,
  visibleP90: visibleMedian,
  engagedMedian: null,
  engagedP90: null,
  scroll: null,
  exits: 0,
  exitRate: 0,
})
const rows = [row('/b', 2, null), row('/a', 9, 3), row('/c', 5, 7)]
const sorted = (text: string) => sortRoutes(rows, sortOf(text)).map(({ route }) => route)

describe('sorting of routes', () => {
  it('by figures and names, both ways', () => {
    expect(sorted('-views')).toEqual(['/a', '/c', '/b'])
    expect(sorted('views')).toEqual(['/b', '/c', '/a'])
    expect(sorted('route')).toEqual(['/a', '/b', '/c'])
  })

  it('has those without a figure last, both ways', () => {
    expect(sorted('visible')).toEqual(['/a', '/c', '/b'])
    expect(sorted('-visible')).toEqual(['/c', '/a', '/b'])
  })

  it('is in the address, and what cannot be read is the default', () => {
    for (const key of SORT_KEYS) {
      const sort = { key, isDescending: true }
      expect(sortOf(sortText(sort))).toEqual(sort)
    }
    expect([sortOf('x'), sortOf(undefined), sortOf(['-views'])]).toEqual(Array(3).fill(DEFAULT_SORT))
  })

  it('turns around on a second press', () => {
    expect(nextSort(DEFAULT_SORT, 'views')).toEqual({ key: 'views', isDescending: false })
    expect(nextSort(DEFAULT_SORT, 'route')).toEqual({ key: 'route', isDescending: false })
    expect(nextSort(DEFAULT_SORT, 'exits')).toEqual({ key: 'exits', isDescending: true })
  })
})
