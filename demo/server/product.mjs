import { randomUUID } from 'node:crypto'
import { flowGraph } from 'waypost/node'
import { Refusal } from './refusal.mjs'
import { runFlow } from './run-flow.mjs'
import { templates } from './templates.mjs'

/** Steps that the page shows; they are not kept. */
const SHOWN = 40

/** Flow builders know edges by the ids of their ends. */
const graphOf = ({ nodes, edges }) =>
  flowGraph(
    nodes,
    edges.map(([source, target]) => ({ source, target })),
  )

/**
 * What people do with the product, and the call with which each step tells of itself. `telemetry` is called as
 * Flowise's and Langflow's own code calls theirs.
 */
export function createProduct({ storage, telemetry, pace = 250 }) {
  const { state } = storage
  const activity = []
  const { sendTelemetry } = telemetry.flowise

  /** @param {string} stays What the step has handled and no event carries. */
  function note(what, events, stays) {
    activity.unshift({
      id: randomUUID(),
      at: new Date().toISOString(),
      what,
      events,
      stays,
      told: telemetry.isOn(),
    })
    activity.length = Math.min(activity.length, SHOWN)
  }

  function find(id) {
    const flow = state.flows.find((one) => one.id === id)
    if (!flow) throw new Refusal(404, 'There is no such flow.')
    return flow
  }

  async function createFlow(templateId) {
    const template = templates.find(({ id }) => id === templateId)
    if (!template) throw new Refusal(400, 'Choose one of the templates.')
    const suffix = randomUUID().slice(0, 5)
    const flow = {
      ...template,
      id: randomUUID(),
      vectors: 0,
      snapshots: 1,
      nodes: template.nodes.map((node) => ({ ...node, id: `${node.id}-${suffix}` })),
      edges: template.edges.map((edge) => edge.map((id) => `${id}-${suffix}`)),
    }
    state.flows.unshift(flow)
    await storage.save()
    await sendTelemetry('chatflow_created', { chatlowId: flow.id, flowGraph: graphOf(flow) })
    note(`Created the chatflow “${flow.name}”`, ['chatflow_created'], 'its name, labels, keys and passwords')
  }

  async function createTool(name) {
    const tool = { id: randomUUID(), name: nameOf(name, 'Give the tool a name.') }
    state.tools.unshift(tool)
    await storage.save()
    await sendTelemetry('tool_created', { toolId: tool.id, toolName: tool.name, code: 'return 42' })
    note(`Created the tool “${tool.name}”`, ['tool_created'], 'its code')
  }

  async function createAssistant(name) {
    const assistant = { id: randomUUID(), name: nameOf(name, 'Give the assistant a name.') }
    state.assistants.unshift(assistant)
    await storage.save()
    await sendTelemetry('assistant_created', { assistantId: assistant.id, name: assistant.name })
    note(`Created the assistant “${assistant.name}”`, ['assistant_created'], 'its name and instructions')
  }

  async function upsertVectors(id) {
    const flow = find(id)
    flow.vectors += 24
    // What a flow knows is part of it: it is kept as it was.
    flow.snapshots += 1
    await storage.save()
    await sendTelemetry('vector_upserted', {
      chatlowId: flow.id,
      type: 'INTERNAL',
      flowGraph: graphOf(flow),
      stopNodeId: flow.nodes.at(-1).id,
    })
    note(`Wrote 24 vectors for “${flow.name}”`, ['vector_upserted'], 'the documents')
  }

  async function predict(id, question) {
    const flow = find(id)
    if (typeof question !== 'string' || !question.trim()) throw new Refusal(400, 'Ask something.')
    const chatId = randomUUID()
    await runFlow(flow, { pace: pace / 4, fails: false, measured: (component) => component() })
    await sendTelemetry('prediction_sent', {
      chatlowId: flow.id,
      chatId,
      type: 'INTERNAL',
      flowGraph: graphOf(flow),
      question,
    })
    note(`“${flow.name}” answered`, ['prediction_sent'], 'the question and the answer')
    return { answer: `Everything about “${question.trim()}” is on page 42 of the handbook.` }
  }

  /** @param {'run' | 'webhook' | 'playground'} way */
  async function run(id, { way = 'run', fails = false }) {
    const flow = find(id)
    const { langflow } = telemetry
    const work = () => runFlow(flow, { pace, fails, measured: langflow.component })
    const ways = {
      run: () => langflow.run(work, false),
      webhook: () => langflow.run(work, true),
      playground: () => langflow.playground(work, flow.nodes.length),
    }
    if (!Object.hasOwn(ways, way)) throw new Refusal(400, 'It is run, webhook or playground.')
    const failure = await ways[way]().then(
      () => undefined,
      (error) => error,
    )
    const ran = failure ? flow.nodes.length - 1 : flow.nodes.length
    note(
      `${{ run: 'Ran', webhook: 'A webhook ran', playground: 'Played' }[way]} “${flow.name}”${failure ? ', and it failed' : ''}`,
      [`Component × ${ran}`, way === 'playground' ? 'Playground' : 'Run'],
      failure ? `the message “${failure.message}”` : 'what went through it',
    )
    return failure ? { ok: false, error: failure.message } : { ok: true }
  }

  return {
    isSetUp: () => state.setUp !== undefined,
    admin: () => state.setUp?.by ?? '',
    /** @param {(name: string) => Promise<void>} choose Keeps what was chosen, before anything may act upon it. */
    async setUp(by, choose) {
      if (state.setUp) throw new Refusal(409, 'It is set up already.')
      const name = nameOf(by, 'Tell your name.')
      await choose(name)
      state.setUp = { at: new Date().toISOString(), by: name }
      await storage.save()
    },
    createFlow,
    createTool,
    createAssistant,
    upsertVectors,
    predict,
    run,
    /** What is there, for the heartbeat: how many of each, by FlowForge's names. */
    counts: {
      users: () => (state.setUp ? 1 : 0),
      teams: () => (state.setUp ? 1 : 0),
      projects: () => state.flows.length,
      devices: () => 0,
      projectSnapshots: () => state.flows.reduce((sum, { snapshots }) => sum + snapshots, 0),
      projectTemplates: () => templates.length,
      projectStacks: () => 1,
      libraryEntries: () => state.tools.length,
      sharedLibraryEntries: () => state.assistants.length,
    },
    /** What the page shows: nodes without what has been filled in. */
    describe: () => ({
      admin: state.setUp?.by,
      templates: templates.map(withoutInputs),
      flows: state.flows.map(withoutInputs),
      tools: state.tools,
      assistants: state.assistants,
      activity,
    }),
  }
}

const withoutInputs = (flow) => ({
  ...flow,
  nodes: flow.nodes.map(({ id, kind, label, note, x, y }) => ({ id, kind, label, note, x, y })),
})

function nameOf(value, message) {
  const name = typeof value === 'string' ? value.trim().slice(0, 60) : ''
  if (!name) throw new Refusal(400, message)
  return name
}
