/**
 * Flows to start from. What stands under `inputs` is what such flows hold in real life, and what must not leave an
 * install: the telemetry of a flow is its ids and what connects them.
 */
export const templates = [
  {
    id: 'support',
    name: 'Support answers',
    summary: 'Answers questions from your handbook.',
    nodes: [
      node('ChatInput', 'trigger', 'Question', 40, 190),
      node('Retriever', 'step', 'Find pages', 300, 90, { index: 'handbook-2024' }),
      node('Memory', 'store', 'Past talk', 300, 290),
      node('OpenAIModel', 'branch', 'Model', 560, 190, { apiKey: 'sk-rill-do-not-leak', temperature: 0.2 }),
      node('ChatOutput', 'send', 'Answer', 800, 190),
    ],
    edges: [
      ['ChatInput', 'Retriever'],
      ['ChatInput', 'Memory'],
      ['Retriever', 'OpenAIModel'],
      ['Memory', 'OpenAIModel'],
      ['OpenAIModel', 'ChatOutput'],
    ],
  },
  {
    id: 'orders',
    name: 'Order intake',
    summary: 'Reads an order and files it.',
    nodes: [
      node('Webhook', 'trigger', 'Order hook', 40, 190, { path: '/hooks/orders' }),
      node('Parser', 'step', 'Read fields', 300, 190),
      node('Router', 'branch', 'Region?', 560, 190),
      node('Table', 'store', 'Save order', 800, 90, { password: 'hunter2-rill' }),
      node('Mail', 'send', 'Tell sales', 800, 290, { to: 'sales@rill.example' }),
    ],
    edges: [
      ['Webhook', 'Parser'],
      ['Parser', 'Router'],
      ['Router', 'Table'],
      ['Router', 'Mail'],
    ],
  },
  {
    id: 'digest',
    name: 'Morning digest',
    summary: 'Sums up yesterday’s messages.',
    nodes: [
      node('Schedule', 'trigger', 'At seven', 40, 190),
      node('Reader', 'step', 'Messages', 300, 190, { mailbox: 'board@rill.example' }),
      node('Summary', 'branch', 'Sum up', 560, 190),
      node('Mail', 'send', 'Send', 800, 190),
    ],
    edges: [
      ['Schedule', 'Reader'],
      ['Reader', 'Summary'],
      ['Summary', 'Mail'],
    ],
  },
]

function node(id, kind, label, x, y, inputs = {}) {
  return { id, kind, label, note: '', x, y, inputs }
}
