import type { LabGroup } from './labCase'

export const naming: LabGroup = {
  title: 'Routes with a say',
  cases: [
    {
      title: 'Not tracked',
      text: 'The route says waypost: false. It ends the view before it and is none itself.',
      counts: '1 leave, no view',
      action: 'Open health',
      to: '/health',
    },
    {
      title: 'Named by its route',
      text: 'The route gives its view a name, “Team members”, and a property, section: people.',
      counts: '1 view, with both',
      action: 'Open members of Atlas',
      to: '/team/atlas/members',
    },
    {
      title: 'Nested routes',
      text: 'Parent and child match together, and are one page.',
      counts: '1 view, of /team/atlas/settings',
      action: 'Open settings of Atlas',
      to: '/team/atlas/settings',
    },
    {
      title: 'No such page',
      text: 'The catch-all route is a page like any other.',
      counts: '1 view, of /no/such/page',
      action: 'Open a missing page',
      to: '/no/such/page',
    },
    {
      title: 'Event of your own',
      text: 'Open a flow and press Deploy: flow_deployed, with the number of nodes.',
      counts: '1 view, 1 flow_deployed',
      action: 'Open cold watch',
      to: '/flow/cold-watch',
    },
  ],
}
