import { expect, test } from 'vitest'
import { applyBeforeSend } from './before-send.js'
import type { BeforeSend } from './before-send.js'
import type { WaypostEvent } from './events.js'

const event: WaypostEvent = {
  event: '$pageview',
  uuid: 'id-1',
  timestamp: 1,
  session: 's',
  properties: { title: 'A' },
}

const mark =
  (name: string): BeforeSend =>
  (seen) => ({ ...seen, properties: { ...seen.properties, title: String(seen.properties['title']) + name } })

test('without hooks an event passes as it is', () => {
  expect(applyBeforeSend(event, [])).toBe(event)
})

test('hooks run in their order, each on what the one before returned', () => {
  expect(applyBeforeSend(event, [mark('1'), mark('2')])?.properties).toEqual({ title: 'A12' })
  expect(event.properties).toEqual({ title: 'A' })
})

test.each([null, undefined])('%s drops the event, and no later hook sees it', (nothing) => {
  const seen: WaypostEvent[] = []
  const spy: BeforeSend = (passing) => {
    seen.push(passing)
    return passing
  }
  expect(applyBeforeSend(event, [() => nothing, spy])).toBeNull()
  expect(seen).toEqual([])
})

test('a hook that throws lets nothing through', () => {
  const broken: BeforeSend = () => {
    throw new Error('broken')
  }
  expect(() => applyBeforeSend(event, [broken, mark('1')])).toThrow('broken')
})

test('L5 a hook is told whether an event is only kept for the case that the tab dies', () => {
  const seen: boolean[] = []
  const hook: BeforeSend = (passing, { kept }) => {
    seen.push(kept)
    return passing
  }
  applyBeforeSend(event, [hook])
  applyBeforeSend(event, [hook], true)
  expect(seen).toEqual([false, true])
})
