/** Shape of a flow: ids of its nodes, and what connects them. */
export interface FlowGraph {
  readonly nodes: readonly string[]
  readonly edges: readonly { readonly source: string; readonly target: string }[]
}

/** What is longer than this is no id. */
const LONGEST_ID = 128

const idOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= LONGEST_ID ? value : undefined

function read(value: unknown, name: string): unknown {
  try {
    return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  } catch {
    return undefined
  }
}

const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? Array.from(value) : [])

/**
 * Reduces a flow to its shape: no label, no input and no value of a node gets through, whatever the flow is. An edge
 * whose ends are not among the nodes is left out.
 *
 * @example flowGraph(chatflow.nodes, chatflow.edges)
 */
export function flowGraph(nodes: unknown, edges: unknown): FlowGraph {
  const ids = items(nodes).flatMap((node) => idOf(read(node, 'id')) ?? [])
  const known = new Set(ids)
  return {
    nodes: ids,
    edges: items(edges).flatMap((edge) => {
      const source = idOf(read(edge, 'source'))
      const target = idOf(read(edge, 'target'))
      if (source === undefined || target === undefined) return []
      return known.has(source) && known.has(target) ? [{ source, target }] : []
    }),
  }
}
