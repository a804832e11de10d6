import { viewsAfter, viewsByPolicy } from '../expect-views.ts'
import type { Scenario, ScenarioGroup } from '../scenario.ts'

/** Tries to go somewhere, and stays; then really goes on. */
const attempt = (id: string, what: string, path: string): Scenario => ({
  id,
  rule: 'V3',
  what,
  expect: viewsAfter('/a', ['/b']),
  async run(visit) {
    await visit.open('/a')
    await visit.push(path)
    await visit.push('/b')
  },
})

export const staying: ScenarioGroup = {
  name: 'Staying',
  scenarios: [
    attempt('refused', '`push` to a page that a guard refuses, then to `/b`', '/refused'),
    attempt('throws', '`push` to a page whose guard throws, then to `/b`', '/throws'),
    attempt('broken', '`push` to a page whose chunk fails, then to `/b`', '/broken'),
    attempt('duplicate', '`push` to the present page, then to `/b`', '/a'),
    {
      id: 'superseded',
      rule: 'V3',
      what: '`push` to `/slow`, overtaken by `/b`',
      expect: viewsAfter('/a', ['/b']),
      async run(visit) {
        await visit.open('/a')
        await visit.evaluate(async () => {
          void window.router.push('/slow')
          // The guard of the slow page says how to let it go on.
          while (!window.release) await new Promise((resolve) => setTimeout(resolve, 10))
          await window.router.push('/b')
          window.release()
        })
        await visit.pause()
      },
    },
    {
      id: 'blocked-back',
      rule: 'V3',
      what: 'a browser Back that a guard blocks',
      expect: viewsAfter('/a', ['/locked']),
      async run(visit) {
        await visit.open('/a')
        await visit.push('/locked')
        await visit.evaluate(async () => {
          window.locked = true
          await window.travel(-1)
          // The router puts the URL back by a second step of its own.
          while (location.pathname !== '/locked') await new Promise((resolve) => setTimeout(resolve, 10))
          window.locked = false
        })
        await visit.pause()
      },
    },
    {
      id: 'same-url',
      rule: 'V5',
      what: '`history.replaceState` of the same URL',
      expect: viewsAfter('/a', []),
      async run(visit) {
        await visit.open('/a')
        await visit.evaluate(() => history.replaceState({ ...history.state, scroll: 7 }, '', location.href))
        await visit.pause()
      },
    },
    {
      id: 'query',
      rule: 'V5',
      what: 'another query of the same page',
      expect: viewsByPolicy('/tabs'),
      async run(visit) {
        await visit.open('/tabs')
        await visit.push('/tabs?tab=two')
      },
    },
    {
      id: 'hash',
      rule: 'V5',
      what: 'another hash of the same page',
      expect: viewsByPolicy('/tabs'),
      async run(visit) {
        await visit.open('/tabs')
        await visit.push('/tabs#part')
      },
    },
  ],
}
