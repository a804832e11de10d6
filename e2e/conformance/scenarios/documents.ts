import { viewsAfter } from '../expect-views.ts'
import type { ScenarioGroup } from '../scenario.ts'

export const documents: ScenarioGroup = {
  name: 'Documents',
  scenarios: [
    {
      id: 'reload',
      rule: 'V10',
      what: 'a reload',
      exits: 2,
      expect: viewsAfter('/a', ['/a']),
      async run(visit) {
        await visit.open('/a')
        await visit.reload()
      },
    },
    {
      id: 'document',
      rule: 'V10',
      what: 'a link to another document',
      exits: 2,
      expect: viewsAfter('/a', ['/b']),
      async run(visit) {
        await visit.open('/a')
        await visit.followLink()
      },
    },
    {
      id: 'bfcache',
      rule: 'V9',
      what: 'away, and back from the back/forward cache',
      exits: 2,
      needs: ['bfcache'],
      expect: viewsAfter('/a', ['/a']),
      async run(visit) {
        await visit.open('/a')
        await visit.awayAndBack()
      },
    },
    {
      id: 'background-seen',
      rule: 'V8',
      what: 'a tab opened behind, then looked at',
      exits: 2,
      needs: ['tabs'],
      expect: viewsAfter('/a', ['/b']),
      async run(visit) {
        await visit.open('/a')
        const behind = await visit.openBehind()
        await visit.pause()
        await behind.show()
        await visit.pauseIn(behind)
        await behind.close()
      },
    },
    {
      id: 'background-unseen',
      rule: 'V8',
      what: 'a tab opened behind, closed without a look',
      needs: ['tabs'],
      expect: viewsAfter('/a', []),
      async run(visit) {
        await visit.open('/a')
        const behind = await visit.openBehind()
        await visit.pause()
        await behind.close()
      },
    },
    {
      id: 'prerender-seen',
      rule: 'V8',
      what: 'a prerendered page, then shown',
      exits: 2,
      needs: ['prerender'],
      // To its driver the page is gone once the other one takes its place.
      end: 'close',
      expect: viewsAfter('/a', ['/b']),
      async run(visit) {
        await visit.open('/a')
        await visit.prerender()
        await visit.activate()
      },
    },
    {
      id: 'prerender-unseen',
      rule: 'V8',
      what: 'a prerendered page that is never shown',
      needs: ['prerender'],
      expect: viewsAfter('/a', []),
      async run(visit) {
        await visit.open('/a')
        await visit.prerender()
      },
    },
  ],
}
