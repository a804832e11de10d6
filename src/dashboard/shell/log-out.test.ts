// @vitest-environment node
import { afterEach, describe, expect, it, vi } from 'vitest'
import { hasSession, LOGIN, logOut } from './log-out.js'

vi.mock('../root.js', () => ({ root: 'http://collector.test/' }))
afterEach(() => vi.unstubAllGlobals())

async function leave(answer: () => Promise<unknown>) {
  const asked = vi.fn(answer)
  const went: string[] = []
  vi.stubGlobal('fetch', asked)
  const isOut = await logOut((url) => went.push(url))
  return { isOut, went, asked }
}

describe('logging out', () => {
  it.each([
    { type: 'opaqueredirect', ok: false, status: 0 },
    { type: 'basic', ok: false, status: 401 },
  ])('ends the session and goes to the login: %j', async (answer) => {
    const { isOut, went, asked } = await leave(async () => answer)
    expect([isOut, went]).toEqual([true, [LOGIN]])
    expect(asked.mock.calls).toEqual([
      ['http://collector.test/logout', { method: 'POST', redirect: 'manual' }],
    ])
  })

  it.each([
    ['refused', async () => ({ type: 'basic', ok: false, status: 503 })],
    ['unreachable', () => Promise.reject(new TypeError('fetch failed'))],
  ])('says when the collector is %s, and stays', async (_name, answer) => {
    const { isOut, went } = await leave(answer)
    expect([isOut, went]).toEqual([false, []])
  })

  it('is for a document that says there is a session', () => {
    const page = (found: unknown) => ({ querySelector: () => found }) as unknown as Document
    expect(hasSession(page({}))).toBe(true)
    expect(hasSession(page(null))).toBe(false)
  })
})
