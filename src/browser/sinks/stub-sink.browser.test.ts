import { expect, test } from 'vitest'
import { createContext, pageview } from './sink-context.contract.js'
import { sinkContract } from './sink.contract.js'
import { stubSink } from './stub-sink.js'
import { wire } from './wire.contract.js'

sinkContract('stub', { create: stubSink, sends: false })

test('the oldest records go first', () => {
  const sink = stubSink()(createContext().context)
  const events = Array.from({ length: 1001 }, () => pageview())
  for (const event of events) sink.capture(event, false)
  expect(sink.recorded).toEqual(events.slice(1))
  expect(wire.requests).toEqual([])
})

test('each start has records of its own', () => {
  const create = stubSink()
  const [first, second] = [create(createContext().context), create(createContext().context)]
  first.capture(pageview(), false)
  expect([first.recorded?.length, second.recorded?.length]).toEqual([1, 0])
})
