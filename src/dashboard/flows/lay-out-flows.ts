import type { Flows } from '../../collector/panels/types.js'

type Link = Flows['links'][number]

/** A page on one side of the picture. */
export interface FlowNode {
  /** Unique among both sides. */
  readonly id: string
  readonly side: 'from' | 'to'
  /** The page; for what is folded: how many pages it stands for. */
  readonly label: string
  readonly count: number
  readonly isFolded: boolean
}

export interface FlowLayout {
  readonly nodes: readonly FlowNode[]
  readonly links: readonly { readonly source: string; readonly target: string; readonly count: number }[]
  /** Moves that are drawn. */
  readonly total: number
}

/**
 * Lays moves out in two columns: where from, and where to. People go round in circles, and a Sankey diagram cannot; with
 * every page once on each side there are no circles, and no move has to be left out.
 *
 * @param most pages on one side; the least travelled beyond them are folded into one.
 */
export function layOutFlows(links: readonly Link[], most = 10): FlowLayout {
  const moves = links.filter(({ count }) => count > 0)
  const from = sideOf('from', moves, most)
  const to = sideOf('to', moves, most)

  const drawn = new Map<string, { source: string; target: string; count: number }>()
  for (const move of moves) {
    const source = from.idOf(move.from)
    const target = to.idOf(move.to)
    const key = `${source}\n${target}`
    const count = (drawn.get(key)?.count ?? 0) + move.count
    drawn.set(key, { source, target, count })
  }
  return {
    nodes: [...from.nodes, ...to.nodes],
    links: [...drawn.values()],
    total: moves.reduce((sum, { count }) => sum + count, 0),
  }
}

function sideOf(side: 'from' | 'to', moves: readonly Link[], most: number) {
  const counts = new Map<string, number>()
  for (const move of moves) counts.set(move[side], (counts.get(move[side]) ?? 0) + move.count)
  const pages = [...counts].sort(([, a], [, b]) => b - a)
  // Folding a single page would save nothing.
  const kept = pages.length <= most ? pages : pages.slice(0, most - 1)
  const folded = pages.slice(kept.length)

  // Pages have a prefix, so none of them can be taken for the folded one.
  const foldedId = `${side}+`
  const own = new Map(kept.map(([page]) => [page, `${side}:${page}`]))
  const nodes = kept.map(([page, count]): FlowNode => {
    return { id: `${side}:${page}`, side, label: page, count, isFolded: false }
  })
  if (folded.length > 0) {
    const count = folded.reduce((sum, [, one]) => sum + one, 0)
    nodes.push({ id: foldedId, side, label: `${folded.length} more pages`, count, isFolded: true })
  }
  return { nodes, idOf: (page: string) => own.get(page) ?? foldedId }
}
