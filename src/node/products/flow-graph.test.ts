// @vitest-environment node
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { flowGraph } from './flow-graph.js'

const SECRET = 'sk-SECRET'
/** Anything that a node may have besides its id, with a secret somewhere in it. */
const content = fc.dictionary(
  fc.string().filter((name) => !['id', 'source', 'target', '__proto__'].includes(name)),
  fc.anything({ withNullPrototype: true }),
)
const id = fc.stringMatching(/^[a-zA-Z]{1,20}_\d$/)
const node = fc.record({ id, rest: content }).map((one) => ({
  ...one.rest,
  id: one.id,
  label: SECRET,
  data: { id: SECRET, inputs: { apiKey: SECRET, prompt: SECRET }, label: SECRET },
}))
const flow = fc.array(node, { maxLength: 8 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    edges: fc.array(
      fc.record({
        source: fc.constantFrom('loose', ...nodes.map((one) => one.id)),
        target: fc.constantFrom('loose', ...nodes.map((one) => one.id)),
        label: fc.constant(SECRET),
        data: fc.constant({ source: SECRET }),
      }),
    ),
  }),
)

test('C15 ids and edges are all that gets through of any flow', () => {
  fc.assert(
    fc.property(flow, ({ nodes, edges }) => {
      const graph = flowGraph(nodes, edges)
      expect(JSON.stringify(graph)).not.toContain(SECRET)
      expect(Object.keys(graph)).toEqual(['nodes', 'edges'])
      expect(graph.nodes).toEqual(nodes.map((one) => one.id))
      expect(graph.edges).toEqual(
        edges
          .filter(({ source, target }) => source !== 'loose' && target !== 'loose')
          .map(({ source, target }) => ({ source, target })),
      )
    }),
  )
})

test('C15 whatever is handed in, it answers with a graph', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (nodes, edges) => {
      const graph = flowGraph(nodes, edges)
      expect([Array.isArray(graph.nodes), Array.isArray(graph.edges)]).toEqual([true, true])
    }),
  )
  const hostile = {
    get id(): string {
      throw new Error(SECRET)
    },
  }
  expect(flowGraph([hostile, { id: 'a_0' }], [hostile])).toEqual({ nodes: ['a_0'], edges: [] })
  expect(flowGraph([{ id: 'x'.repeat(129) }], [])).toEqual({ nodes: [], edges: [] })
})
