export type NodeKind = 'trigger' | 'step' | 'branch' | 'store' | 'send'

export interface FlowNode {
  id: string
  kind: NodeKind
  label: string
  note: string
  x: number
  y: number
}

export interface Flow {
  id: string
  name: string
  team: string
  summary: string
  edited: string
  nodes: readonly FlowNode[]
  edges: readonly (readonly [from: string, to: string])[]
}

export const flows: readonly Flow[] = [
  {
    id: 'order-intake',
    name: 'Order intake',
    team: 'atlas',
    summary: 'Checks every order and routes it to the right depot.',
    edited: '12 minutes ago',
    nodes: [
      { id: 'in', kind: 'trigger', label: 'Order hook', note: '/hooks/orders', x: 30, y: 190 },
      { id: 'check', kind: 'step', label: 'Check fields', note: '6 rules', x: 230, y: 190 },
      { id: 'route', kind: 'branch', label: 'Region?', note: 'by postcode', x: 430, y: 190 },
      { id: 'north', kind: 'step', label: 'Depot North', note: 'map fields', x: 630, y: 60 },
      { id: 'south', kind: 'step', label: 'Depot South', note: 'map fields', x: 630, y: 190 },
      { id: 'review', kind: 'send', label: 'Ask a human', note: 'review queue', x: 630, y: 320 },
      { id: 'save', kind: 'store', label: 'Save order', note: 'table “orders”', x: 830, y: 125 },
    ],
    edges: [
      ['in', 'check'],
      ['check', 'route'],
      ['route', 'north'],
      ['route', 'south'],
      ['route', 'review'],
      ['north', 'save'],
      ['south', 'save'],
    ],
  },
  {
    id: 'lab-results',
    name: 'Lab results',
    team: 'meadow',
    summary: 'Brings results to the clinic and tells the patient.',
    edited: 'yesterday',
    nodes: [
      { id: 'in', kind: 'trigger', label: 'New result', note: 'every 5 minutes', x: 60, y: 190 },
      { id: 'match', kind: 'step', label: 'Match patient', note: 'by record number', x: 290, y: 190 },
      { id: 'urgent', kind: 'branch', label: 'Urgent?', note: 'flagged by lab', x: 520, y: 190 },
      { id: 'call', kind: 'send', label: 'Call the clinic', note: 'in a minute', x: 760, y: 90 },
      { id: 'file', kind: 'store', label: 'File result', note: 'table “results”', x: 760, y: 290 },
    ],
    edges: [
      ['in', 'match'],
      ['match', 'urgent'],
      ['urgent', 'call'],
      ['urgent', 'file'],
    ],
  },
  {
    id: 'cold-watch',
    name: 'Cold watch',
    team: 'harbour',
    summary: 'Warns before a lorry gets too warm.',
    edited: 'last week',
    nodes: [
      { id: 'in', kind: 'trigger', label: 'Sensor', note: 'every 30 seconds', x: 60, y: 190 },
      { id: 'mean', kind: 'step', label: 'Smooth', note: '5-minute mean', x: 290, y: 190 },
      { id: 'warm', kind: 'branch', label: 'Above 4 °C?', note: 'twice in a row', x: 520, y: 190 },
      { id: 'sms', kind: 'send', label: 'Text driver', note: 'then dispatch', x: 760, y: 90 },
      { id: 'keep', kind: 'store', label: 'Keep reading', note: '90 days', x: 760, y: 290 },
    ],
    edges: [
      ['in', 'mean'],
      ['mean', 'warm'],
      ['warm', 'sms'],
      ['warm', 'keep'],
    ],
  },
]

/** As slow as a real request, so that the page title arrives after the page. */
export function fetchFlow(id: string): Promise<Flow | undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(flows.find((flow) => flow.id === id)), 150)
  })
}
