import { title } from '../expect-title.ts'
import type { ScenarioGroup } from '../scenario.ts'

export const titles: ScenarioGroup = {
  name: 'Titles',
  scenarios: [
    {
      id: 'title-after-each',
      rule: 'V7',
      what: 'title set in `afterEach`',
      expect: title('/b', 'Title B', 'Title A', 'Shell'),
      async run(visit) {
        await visit.open('/a')
        await visit.push('/b')
      },
    },
    {
      id: 'title-mounted',
      rule: 'V7',
      what: 'title set in `onMounted` of the page',
      expect: title('/mounted', 'Title mounted', 'Title A', 'Shell'),
      async run(visit) {
        await visit.open('/a')
        await visit.push('/mounted')
      },
    },
    {
      id: 'title-late',
      rule: 'V7',
      what: 'title set 120 ms after the page',
      expect: title('/late', 'Title late', 'Title A', 'Shell'),
      async run(visit) {
        await visit.open('/a')
        await visit.push('/late')
      },
    },
    {
      id: 'title-landing',
      rule: 'V7',
      what: 'the same, on landing',
      expect: title('/late', 'Title late', 'Shell'),
      run: (visit) => visit.open('/late'),
    },
    {
      id: 'title-back',
      rule: 'V7',
      what: 'Back to a page that sets its title in `onMounted`',
      expect: title('/mounted', 'Title mounted', 'Title B', 'Shell'),
      async run(visit) {
        await visit.open('/mounted')
        await visit.push('/b')
        await visit.travel(-1)
      },
    },
    {
      id: 'title-quick',
      rule: 'V6',
      what: 'title of `/b`, left at once for `/c`',
      expect: title('/b', 'Title B', 'Title A', 'Title C', 'Shell'),
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
