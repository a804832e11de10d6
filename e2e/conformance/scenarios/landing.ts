import { views } from '../expect-views.ts'
import type { ScenarioGroup } from '../scenario.ts'

export const landing: ScenarioGroup = {
  name: 'Landing',
  scenarios: [
    {
      id: 'landing',
      rule: 'V1',
      what: 'land on `/a`',
      expect: views('/a'),
      run: (visit) => visit.open('/a'),
    },
    {
      id: 'landing-lazy',
      rule: 'V1',
      what: 'land on `/lazy`, whose page is a chunk of its own',
      expect: views('/lazy'),
      run: (visit) => visit.open('/lazy'),
    },
    {
      id: 'landing-hash',
      rule: 'V1',
      what: 'land on `/#/a` of a hash router, go on to `/b`',
      history: 'hash',
      expect: views('/a', '/b'),
      async run(visit) {
        await visit.open('/#/a')
        await visit.push('/b')
      },
    },
    {
      id: 'landing-record',
      rule: 'V4',
      what: 'land on `/old`, whose route redirects to `/b`',
      expect: views('/b'),
      run: (visit) => visit.open('/old'),
    },
    {
      id: 'landing-chain',
      rule: 'V4',
      what: 'land on `/older`: two redirects in a chain to `/b`',
      expect: views('/b'),
      run: (visit) => visit.open('/older'),
    },
    {
      id: 'landing-guard',
      rule: 'V4',
      what: 'land on `/moved`, whose guard sends on to `/b`',
      expect: views('/b'),
      run: (visit) => visit.open('/moved'),
    },
    {
      id: 'landing-slow-guard',
      rule: 'V4',
      what: 'land on `/landing`, whose guard thinks for 150 ms and sends on to `/b`',
      expect: views('/b'),
      run: (visit) => visit.open('/landing'),
    },
    {
      id: 'landing-slow-line',
      rule: 'V4',
      what: 'land on `/old`, which redirects to `/b`, while the app takes three seconds to load',
      slow: 3000,
      expect: views('/b'),
      run: (visit) => visit.open('/old'),
    },
    {
      id: 'landing-fails',
      rule: 'V3',
      what: 'land on `/broken`, whose chunk fails, go on to `/b`',
      expect: views('/b'),
      async run(visit) {
        await visit.open('/broken')
        await visit.push('/b')
      },
    },
  ],
}
