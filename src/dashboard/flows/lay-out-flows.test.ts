// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { layOutFlows } from './lay-out-flows.js'

const move = (from: string, to: string, count: number) => ({ from, to, count })

describe('flows', () => {
  it('go from one column to the other, whatever circles there are', () => {
    const { nodes, links, total } = layOutFlows([
      move('/a', '/b', 3),
      move('/b', '/a', 2),
      move('/a', '/a', 1),
    ])
    expect(nodes.map(({ id, count }) => [id, count])).toEqual([
      ['from:/a', 4],
      ['from:/b', 2],
      ['to:/b', 3],
      ['to:/a', 3],
    ])
    expect(links).toEqual([
      { source: 'from:/a', target: 'to:/b', count: 3 },
      { source: 'from:/b', target: 'to:/a', count: 2 },
      { source: 'from:/a', target: 'to:/a', count: 1 },
    ])
    expect(total).toBe(6)
  })

  it('folds rare pages, and loses no move', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      move(`/${index}`, `/${(index * 7) % 30}`, 30 - index),
    )
    const { nodes, links, total } = layOutFlows(many, 5)
    for (const side of ['from', 'to']) {
      const own = nodes.filter((node) => node.side === side)
      expect(own).toHaveLength(5)
      expect(own.filter(({ isFolded }) => isFolded).map(({ label }) => label)).toEqual(['26 more pages'])
      expect(own.reduce((sum, { count }) => sum + count, 0)).toBe(total)
    }
    expect(links.reduce((sum, { count }) => sum + count, 0)).toBe(465)
    const ids = new Set(nodes.map(({ id }) => id))
    expect(links.every(({ source, target }) => ids.has(source) && ids.has(target))).toBe(true)
  })

  it('folds no page that would take the place of one', () => {
    const three = [move('/a', '/x', 1), move('/b', '/x', 1), move('/c', '/x', 1)]
    expect(layOutFlows(three, 3).nodes.some(({ isFolded }) => isFolded)).toBe(false)
  })

  it('of nothing are empty', () => {
    expect(layOutFlows([move('/a', '/b', 0)])).toEqual({ nodes: [], links: [], total: 0 })
  })
})
