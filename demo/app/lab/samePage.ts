import type { LabGroup } from './labCase'

export const samePage: LabGroup = {
  title: 'Same page, other address',
  cases: [
    {
      title: 'Duplicate push',
      text: 'A push to the page you are on.',
      counts: 'nothing',
      action: 'Push this page again',
      run: (router) => router.push(router.currentRoute.value.fullPath),
    },
    {
      title: 'Query only',
      text: 'The address of this page gets ?tab=logs.',
      counts: 'nothing',
      action: 'Change the query',
      run: (router) => router.push({ query: { tab: 'logs' } }),
    },
    {
      title: 'Query tabs of an instance',
      text: 'Opening the instance is a view. Its three tabs are not.',
      counts: '1 view, however many tabs',
      action: 'Open logs of the depot hub',
      to: '/instance/depot-hub?tab=logs',
    },
    {
      title: 'Hash only',
      text: 'The address of this page gets a hash.',
      counts: 'nothing',
      action: 'Change the hash',
      run: (router) => router.push({ hash: '#main' }),
    },
    {
      title: 'Anchor in the docs',
      text: 'Opening the docs at an anchor is a view. Jumping between anchors is not.',
      counts: '1 view, of /docs',
      action: 'Open docs at events',
      to: '/docs#events',
    },
    {
      title: 'Same-URL replaceState',
      text: 'Code that keeps its state in the history entry, as routers do for the scroll position.',
      counts: 'nothing',
      action: 'Replace state',
      run: () => {
        history.replaceState(history.state, '', location.href)
      },
    },
  ],
}
