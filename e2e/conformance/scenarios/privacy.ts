import { secret } from '../expect-secret.ts'
import type { ScenarioGroup } from '../scenario.ts'

const value = 'k3yTh4tOpensTheD00r'

export const privacy: ScenarioGroup = {
  name: 'Secrets',
  scenarios: [
    {
      id: 'secret-query',
      rule: 'urls',
      what: '`push` to a page with `?token=…`',
      expect: secret(value),
      async run(visit) {
        await visit.open('/a')
        await visit.push(`/b?token=${value}`)
      },
    },
    {
      id: 'secret-landing',
      rule: 'urls',
      what: 'land on a page with `?token=…`, go on to `/b`',
      expect: secret(value),
      async run(visit) {
        await visit.open(`/a?token=${value}`)
        await visit.push('/b')
      },
    },
    {
      id: 'secret-hash',
      rule: 'urls',
      what: '`push` to a page with `#token=…`',
      expect: secret(value),
      async run(visit) {
        await visit.open('/a')
        await visit.push(`/b#token=${value}`)
      },
    },
    {
      id: 'secret-path',
      rule: 'urls',
      what: '`push` to `/secret/:token`',
      expect: secret(value),
      async run(visit) {
        await visit.open('/a')
        await visit.push(`/secret/${value}`)
      },
    },
  ],
}
