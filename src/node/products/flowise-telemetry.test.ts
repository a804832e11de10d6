// @vitest-environment node
import { expect, test } from 'vitest'
import { flowise } from '../../catalogue/index.js'
import { memorySink } from '../sinks/memory-sink.js'
import { createTelemetry } from '../telemetry.js'
import { flowGraph } from './flow-graph.js'
import { flowiseTelemetry } from './flowise-telemetry.js'

function setUp() {
  const sink = memorySink()
  const telemetry = createTelemetry({
    product: { name: 'Flowise', version: '3.1.0' },
    catalogue: flowise,
    sink,
    decide: () => ({ enabled: true, by: 'default', reason: 'on', locked: false }),
    instanceId: async () => 'install-1',
  })
  return { sink, ...flowiseTelemetry(telemetry) }
}

test('C15 C16 chatflow_created as documented, under both spellings, and ids that look like keys stay', async () => {
  const { sink, sendTelemetry, flush } = setUp()
  const nodes = [
    { id: 'chatGoogleVertexAIv2_0', data: { inputs: { key: 'sk-secret' } } },
    { id: 'llmChain_0' },
  ]
  const edges = [{ source: 'chatGoogleVertexAIv2_0', target: 'llmChain_0', data: { label: 'x' } }]
  const given = Object.freeze({ chatflowId: 'c1', flowGraph: flowGraph(nodes, edges), productId: 'p' })
  await sendTelemetry('chatflow_created', given, 'org-1')
  await flush()
  const [event] = sink.drain()
  expect(event).toMatchObject({
    event: 'chatflow_created',
    distinct_id: 'install-1',
    properties: {
      version: '3.1.0',
      chatlowId: 'c1',
      chatflowId: 'c1',
      flowGraph: {
        nodes: ['chatGoogleVertexAIv2_0', 'llmChain_0'],
        edges: [{ source: 'chatGoogleVertexAIv2_0', target: 'llmChain_0' }],
      },
    },
  })
  expect(JSON.stringify(event)).not.toMatch(/org-1|productId|sk-secret/)
})

test('W9 an index result in place of a graph does not leave', async () => {
  const { sink, sendTelemetry, flush } = setUp()
  const result = { addedDocs: [{ pageContent: 'confidential' }], numAdded: 1 }
  await sendTelemetry('vector_upserted', { chatlowId: 'c1', type: 'INTERNAL', flowGraph: result })
  await flush()
  expect(JSON.stringify(sink.drain())).not.toContain('confidential')
})

test('E11 it resolves whatever it is given', async () => {
  const { sendTelemetry } = setUp()
  await expect(sendTelemetry('no_such_event', undefined)).resolves.toBeUndefined()
  await expect(sendTelemetry('tool_created', null as never)).resolves.toBeUndefined()
})
