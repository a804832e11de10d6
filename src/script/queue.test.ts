import { expect, test, vi } from 'vitest'
import { isQueue, replay } from './queue.js'

/** Arguments as a snippet's function has them. */
function list(..._args: unknown[]): IArguments {
  // eslint-disable-next-line prefer-rest-params
  return arguments
}
const url = 'https://app.example/early'

test('V6 a queued capture keeps its own time, URL and title', () => {
  const capture = vi.fn()
  replay({ q: [['capture', list('deployed', { nodes: 3 }), 1000, url, 'Early']] }, { capture })
  expect(capture.mock.calls).toEqual([['deployed', { title: 'Early', nodes: 3 }, { timestamp: 1000, url }]])
})

test('what the caller gave wins', () => {
  const capture = vi.fn()
  const own = [{ title: 'Own' }, { timestamp: 5, groups: { team: 't1' } }]
  replay({ q: [['capture', list('deployed', ...own), 1000, url, 'Early']] }, { capture })
  expect(capture.mock.calls).toEqual([
    ['deployed', { title: 'Own' }, { timestamp: 5, url, groups: { team: 't1' } }],
  ])
})

test('calls are made again in their order, each with its arguments', () => {
  const calls: unknown[] = []
  const waypost = {
    identify: (...args: unknown[]) => calls.push(['identify', ...args]),
    capture: (name: string) => calls.push(['capture', name]),
    reset: (...args: unknown[]) => calls.push(['reset', ...args]),
  }
  replay(
    {
      q: [
        ['identify', list('user-7', { plan: 'pro' }), 1, url, ''],
        ['capture', list('x'), 2, url, ''],
        ['reset', list(), 3, url, ''],
      ],
    },
    waypost,
  )
  expect(calls).toEqual([['identify', 'user-7', { plan: 'pro' }], ['capture', 'x'], ['reset']])
})

test('C4 a call of something that is no method is left out', () => {
  const capture = vi.fn()
  const q: [string, unknown[], number, string, string][] = [
    ['nothing', [], 1, url, ''],
    ['view', [], 1, url, ''],
    ['capture', ['x'], 1, url, ''],
  ]
  expect(() => replay({ q }, { capture, view: {} })).not.toThrow()
  expect(capture).toHaveBeenCalledOnce()
})

test.each([
  [{ q: [] }, true],
  [{ q: 'text' }, false],
  [{ capture: () => {} }, false],
  [null, false],
  [undefined, false],
  [() => {}, false],
])('%o is a queue: %s', (value, expected) => {
  expect(isQueue(value)).toBe(expected)
})
