import { leaves } from '../expect-leaves.ts'
import { timeInSight } from '../expect-time.ts'
import type { ScenarioGroup } from '../scenario.ts'

export const leaving: ScenarioGroup = {
  name: 'Leaving',
  scenarios: [
    {
      id: 'leave-exit',
      rule: 'L3',
      what: 'the leave when the document goes',
      expect: leaves('/a'),
      run: (visit) => visit.open('/a'),
    },
    {
      id: 'leave-each',
      rule: 'L1',
      what: 'a leave for each of `/a`, `/b`, `/c`',
      expect: leaves('/a', '/b', '/c'),
      async run(visit) {
        await visit.open('/a')
        await visit.push('/b')
        await visit.push('/c')
      },
    },
    {
      id: 'leave-landing',
      rule: 'L1',
      what: 'land on `/moved`, whose guard sends on to `/b`: what is left',
      expect: leaves('/b'),
      run: (visit) => visit.open('/moved'),
    },
    {
      id: 'leave-refused',
      rule: 'V3',
      what: 'a refused `push` leaves nothing',
      expect: leaves('/a'),
      async run(visit) {
        await visit.open('/a')
        await visit.push('/refused')
      },
    },
    {
      id: 'leave-bfcache',
      rule: 'L9',
      what: 'away, back from the cache, on to `/b`: one leave for each view',
      exits: 2,
      needs: ['bfcache'],
      expect: leaves('/a', '/a', '/b'),
      async run(visit) {
        await visit.open('/a')
        await visit.awayAndBack()
        await visit.push('/b')
      },
    },
    {
      id: 'leave-hidden',
      rule: 'L4',
      what: 'another tab for a while: still one leave',
      needs: ['tabs'],
      expect: leaves('/a'),
      async run(visit) {
        await visit.open('/a')
        await visit.lookElsewhere(500)
      },
    },
    {
      id: 'time-hidden',
      rule: 'L6',
      what: 'time on a page that was in the background for a while',
      needs: ['tabs'],
      expect: timeInSight('/a'),
      async run(visit) {
        await visit.open('/a')
        await visit.lookElsewhere(1500)
      },
    },
    {
      id: 'time-bfcache',
      rule: 'L6',
      what: 'time on a page that was in the back/forward cache for a while',
      exits: 2,
      needs: ['bfcache'],
      expect: timeInSight('/a'),
      async run(visit) {
        await visit.open('/a')
        await visit.awayAndBack(1500)
        await visit.push('/b')
      },
    },
  ],
}
