import { expect, test } from '@playwright/test'
import type { Message, Said } from './client.ts'
import { leaves } from './expect-leaves.ts'
import { secret } from './expect-secret.ts'
import { timeInSight } from './expect-time.ts'
import { title } from './expect-title.ts'
import { views, viewsAfter, viewsByPolicy } from './expect-views.ts'
import { pageOf } from './expectation.ts'
import type { Run } from './expectation.ts'

const run = (said: Said[] = [], more: Partial<Run> = {}): Run => ({
  said,
  messages: [],
  hash: false,
  stayed: 4000,
  hidden: 1500,
  ...more,
})
const view = (url: string, more: Partial<Said> = {}): Said => ({ kind: 'view', url, ...more })
const leave = (url: string, more: Partial<Said> = {}): Said => ({ kind: 'leave', url, ...more })
const sent = (body: string, url = '/wire'): Message => ({ body, url, data: undefined })

test('a page is the path of its URL, or with a hash router the path in the hash', () => {
  expect(pageOf('https://app.example/a?b#c', false)).toBe('/a')
  expect(pageOf('/a?b', false)).toBe('/a')
  expect(pageOf('https://app.example/#/a?b', true)).toBe('/a')
  expect(pageOf('/a', true)).toBe('/a')
})

test('views are right when there are these and no others', () => {
  const expected = views('/a', '/b')
  expect(expected.judge(run([view('/a'), view('/b')]))).toEqual({ is: 'right', emitted: '/a, /b' })
  expect(expected.judge(run([view('/a'), view('/b'), view('/b')]))).toEqual({
    is: 'wrong',
    emitted: '/a, /b ×2',
  })
  expect(expected.judge(run())).toEqual({ is: 'wrong', emitted: 'nothing' })
})

test('after the landing only what came since is judged, where that is known', () => {
  const expected = viewsAfter('/a', ['/b'])
  const all = [view('/'), view('/a'), view('/b')]
  expect(expected.judge(run(all, { onward: [view('/b')] }))).toEqual({ is: 'right', emitted: '/b' })
  expect(expected.judge(run(all)).is).toBe('wrong')
  expect(expected.judge(run([view('/a'), view('/b')])).is).toBe('right')
  expect(viewsAfter('/a', []).judge(run(all, { onward: [] }))).toEqual({ is: 'right', emitted: 'nothing' })
})

test('by policy a page may count again, but only once', () => {
  const judge = (count: number) =>
    viewsByPolicy('/tabs').judge(run([], { onward: Array.from({ length: count }, () => view('/tabs')) })).is
  expect(judge(0)).toBe('policy')
  expect(judge(1)).toBe('policy')
  expect(judge(2)).toBe('wrong')
  expect(viewsByPolicy('/tabs').judge(run()).is).toBe('wrong')
})

test('a title is wrong when it is that of another page', () => {
  const expected = title('/b', 'B', 'A', 'Shell')
  const judge = (name: string | undefined) =>
    expected.judge(run([view('/a'), view('/b', { title: name })])).is
  expect(judge('B')).toBe('right')
  expect(judge('A')).toBe('wrong')
  expect(judge('')).toBe('wrong')
  expect(judge('page /b')).toBe('policy')
  expect(judge(undefined)).toBe('none')
  expect(expected.judge(run([view('/a')])).is).toBe('wrong')
})

test('each page has one leave, or its end rides on the next view', () => {
  const expected = leaves('/a', '/b')
  const judge = (...more: Said[]) => expected.judge(run([view('/a'), ...more]))
  const rides = { left: { url: '/a' } }
  expect(judge(leave('/a'), view('/b'), leave('/b')).is).toBe('right')
  expect(judge(view('/b'), leave('/b')).is).toBe('wrong')
  expect(judge(leave('/a'), leave('/a'), view('/b'), leave('/b')).is).toBe('wrong')
  expect(judge(view('/b', rides), leave('/b'))).toEqual({ is: 'policy', emitted: '/b; on views: /a' })
  expect(judge(leave('/a'), view('/b', rides), leave('/b')).is).toBe('wrong')
  // Twice left, once viewed.
  expect(leaves('/a', '/a').judge(run([view('/a'), leave('/a'), leave('/a')])).is).toBe('wrong')
  expect(expected.without?.({ leaves: true })).toBe(undefined)
  expect(expected.without?.({})).toBe('no leaves')
})

test('parts of a leave that add up are one, a view begins another', () => {
  const part = leave('/a', { part: true })
  expect(leaves('/a').judge(run([view('/a'), part, part])).is).toBe('right')
  expect(leaves('/a', '/a').judge(run([view('/a'), part, view('/a'), part])).is).toBe('right')
})

test('time on a page is right when hidden time is not in it', () => {
  const expected = timeInSight('/a')
  expect(expected.judge(run([leave('/a', { seconds: 2.5 })])).is).toBe('right')
  expect(expected.judge(run([leave('/a', { seconds: 4 })])).is).toBe('wrong')
  // Told twice is told too much.
  const twice = [leave('/a', { seconds: 1.5 }), view('/b', { left: { url: '/a', seconds: 4 } })]
  expect(expected.judge(run(twice)).is).toBe('wrong')
  expect(expected.judge(run([leave('/a')])).is).toBe('wrong')
  expect(expected.without?.({})).toBe('no time')
})

test('a secret is sent when it is in a URL or a body, also when it is encoded', () => {
  const expected = secret('a b')
  expect(expected.judge(run([], { messages: [sent('{"u":"/b"}')] })).is).toBe('right')
  expect(expected.judge(run([], { messages: [sent('{"u":"/b?token=a b"}')] })).is).toBe('wrong')
  expect(expected.judge(run([], { messages: [sent('', '/wire?u=a%20b')] })).is).toBe('wrong')
  expect(expected.judge(run([], { messages: [sent('100%'), sent('a%20b')] })).is).toBe('wrong')
})
