import { afterEach, expect, test } from 'vitest'
import { quietConsole } from './quiet-console.contract.js'
import { createWaypost } from './tracker.js'
import type { Waypost } from './tracker.js'
import type { WaypostOptions } from './options.js'

const written = quietConsole()
let waypost: Waypost | undefined
const start = (options: WaypostOptions) =>
  (waypost = createWaypost({ titleWait: 0, persistence: 'memory', ...options }))
const sent = (event: string) => waypost?.recorded.filter((one) => one.event === event).at(-1)?.properties

afterEach(() => {
  waypost?.stop()
  waypost = undefined
})

test('W013 what the list does not name does not leave, events and properties', async () => {
  const tracker = start({ allow: { deployed: ['nodes'], $pageview: ['plan'] } })
  tracker.register({ plan: 'pro', mail: 'a@b.example' })
  tracker.capture('deployed', { nodes: 3, name: 'Secret flow' })
  tracker.capture('undeclared', { nodes: 3 })
  await expect.poll(() => sent('$pageview')).toBeTruthy()
  expect(sent('deployed')).toMatchObject({ nodes: 3, $pathname: location.pathname })
  for (const name of ['name', 'plan', 'mail']) expect(sent('deployed')).not.toHaveProperty(name)
  expect(sent('undeclared')).toBeUndefined()
  expect(sent('$pageview')).toMatchObject({ plan: 'pro', $pathname: location.pathname })
  expect(sent('$pageview')).not.toHaveProperty('mail')
  // What is registered is for whatever takes it, so nothing is amiss when an event does not.
  expect(written()).toEqual([
    expect.stringMatching('W013.*deployed: name$'),
    expect.stringMatching('W013.*undeclared$'),
  ])
})

test('a function that throws lets nothing leave', () => {
  const tracker = start({
    allow: () => {
      throw new Error('of the app')
    },
  })
  expect(() => tracker.capture('deployed', { nodes: 3 })).not.toThrow()
  expect(sent('deployed')).toBeUndefined()
  expect(written()).toEqual([expect.stringContaining('W005')])
})
