import { viewsAfter } from '../expect-views.ts'
import type { ScenarioGroup } from '../scenario.ts'

export const moves: ScenarioGroup = {
  name: 'Moving on',
  scenarios: [
    {
      id: 'push',
      rule: 'V2',
      what: '`push` to another page',
      expect: viewsAfter('/a', ['/b']),
      async run(visit) {
        await visit.open('/a')
        await visit.push('/b')
      },
    },
    {
      id: 'link',
      rule: 'V2',
      what: 'a click on a link of the router',
      expect: viewsAfter('/a', ['/b']),
      async run(visit) {
        await visit.open('/a')
        await visit.click('#link')
      },
    },
    {
      id: 'replace',
      rule: 'V2',
      what: '`replace` by another page',
      expect: viewsAfter('/a', ['/b']),
      async run(visit) {
        await visit.open('/a')
        await visit.replace('/b')
      },
    },
    {
      id: 'back-forward',
      rule: 'V2',
      what: 'browser Back, then Forward',
      expect: viewsAfter('/a', ['/b', '/a', '/b']),
      async run(visit) {
        await visit.open('/a')
        await visit.push('/b')
        await visit.travel(-1)
        await visit.travel(1)
      },
    },
    {
      id: 'params',
      rule: 'V2',
      what: 'the same route with other params',
      expect: viewsAfter('/team/one', ['/team/two']),
      async run(visit) {
        await visit.open('/team/one')
        await visit.push('/team/two')
      },
    },
    {
      id: 'redirect-record',
      rule: 'V4',
      what: '`push` to `/older`: two redirects in a chain to `/b`',
      expect: viewsAfter('/a', ['/b']),
      async run(visit) {
        await visit.open('/a')
        await visit.push('/older')
      },
    },
    {
      id: 'redirect-guard',
      rule: 'V4',
      what: '`push` to `/moved`, whose guard sends on to `/b`',
      expect: viewsAfter('/a', ['/b']),
      async run(visit) {
        await visit.open('/a')
        await visit.push('/moved')
      },
    },
    {
      id: 'quick',
      rule: 'V6',
      what: '`/b`, then at once `/c`',
      expect: viewsAfter('/a', ['/b', '/c']),
      async run(visit) {
        await visit.open('/a')
        await visit.evaluate(async () => {
          await window.router.push('/b')
          await window.router.push('/c')
        })
        await visit.pause()
      },
    },
  ],
}
