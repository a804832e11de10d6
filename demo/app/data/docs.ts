export interface DocSection {
  id: string
  title: string
  paragraphs: readonly string[]
  code?: string
}

export const docSections: readonly DocSection[] = [
  {
    id: 'install',
    title: 'Install',
    paragraphs: [
      'Rill runs wherever Node runs: on a server, in a container, on the small computer under the conveyor belt. One command brings the editor, the runtime and a database that needs no care.',
      'The first start asks two questions, a name and a place for the data, and answers on port 4100. Nothing is sent anywhere before you say so.',
    ],
    code: 'npm create rill@latest\ncd my-rill\nnpm start',
  },
  {
    id: 'first-flow',
    title: 'Your first flow',
    paragraphs: [
      'A flow is a small river: something arrives at a trigger, passes through steps and ends in a store or a message. Drag a trigger onto the canvas, connect it to a step, and press Deploy.',
      'Messages start to move at once. Click an edge to see the last hundred of them, with the value before and after each step.',
      'A step that fails does not stop the river. The message waits in the review queue with the reason written on it, and continues when someone says so.',
    ],
  },
  {
    id: 'nodes',
    title: 'Nodes',
    paragraphs: [
      'Five kinds of node cover almost everything. Triggers start a message. Steps change it. Branches choose a way. Stores keep it. Sends tell the world.',
      'Every node has one form, one page of help and one test button. A node that you write yourself is a function with a name; the form is made from its types.',
    ],
    code: 'export default step("Celsius", (message) => ({\n  ...message,\n  celsius: (message.fahrenheit - 32) / 1.8,\n}))',
  },
  {
    id: 'events',
    title: 'Events',
    paragraphs: [
      'Rill tells you what happens inside a flow as events: a message arrived, a branch was taken, a step failed. Listen to them from another flow, or from your own code.',
      'Events are kept for seven days. Each carries the flow, the node, the time and the size of the message, never the message itself.',
      'Filter early. A flow with a thousand messages a second makes a thousand events a second, and nobody reads those.',
    ],
    code: 'rill.on("step:failed", ({ flow, node, reason }) => {\n  pager.ring(`${flow} / ${node}: ${reason}`)\n})',
  },
  {
    id: 'deploy',
    title: 'Deploy',
    paragraphs: [
      'Deploy replaces a running flow without dropping a message. What is already inside finishes in the old version, what arrives later starts in the new one.',
      'Snapshots are kept for every deploy. Going back is one click and takes about as long as reading this sentence.',
    ],
  },
  {
    id: 'teams',
    title: 'Teams and roles',
    paragraphs: [
      'A team owns its instances and flows. Owners manage people and money, builders change flows, viewers look. Nothing is shared between teams unless both sides agree.',
      'Invitations are links that work once and for a day. People who leave keep nothing, and their flows stay.',
    ],
  },
  {
    id: 'limits',
    title: 'Limits',
    paragraphs: [
      'One instance handles about four thousand small messages a second on two cores. Past that, split the flow at a store and run the halves apart.',
      'A message may be up to 8 MB. Larger things belong in a bucket; pass their address instead.',
      'And that is the end of the page. If you scrolled here, the leave event of this page says so.',
    ],
  },
]

export interface DocPage {
  slug: string
  title: string
  lead: string
  steps: readonly string[]
}

export const docPages: readonly DocPage[] = [
  {
    slug: 'quickstart',
    title: 'Quickstart',
    lead: 'From nothing to a running flow in five minutes.',
    steps: [
      'Create an instance and give it a name.',
      'Add a trigger, a step and a store.',
      'Press Deploy and send it a message.',
    ],
  },
  {
    slug: 'snapshots',
    title: 'Snapshots',
    lead: 'Every deploy is kept, so that going back is never an adventure.',
    steps: [
      'Open the flow and choose History.',
      'Compare two snapshots side by side.',
      'Restore one. The running flow is replaced without loss.',
    ],
  },
  {
    slug: 'self-hosting',
    title: 'Self-hosting',
    lead: 'Your machines, your data, the same Rill.',
    steps: [
      'Pull the container image.',
      'Mount one volume for the data.',
      'Put your own proxy in front of it.',
    ],
  },
]
