// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRefresh } from './refresh.js'

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => vi.useRealTimers())

/** As much of a document as is looked at. */
class Page extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible'
  show(state: DocumentVisibilityState): void {
    this.visibilityState = state
    this.dispatchEvent(new Event('visibilitychange'))
  }
}
function start() {
  const page = new Page()
  return { page, refresh: createRefresh(page as unknown as Document) }
}

describe('refresh', () => {
  it('moves on while the page is visible, and not while it is hidden', () => {
    const { page, refresh } = start()
    refresh.every(10)
    vi.advanceTimersByTime(20_000)
    expect(refresh.now.value).toBe(1_020_000)
    page.show('hidden')
    vi.advanceTimersByTime(60_000)
    expect(refresh.now.value).toBe(1_020_000)
    page.show('visible')
    vi.advanceTimersByTime(0)
    expect(refresh.now.value).toBe(1_080_000)
  })

  it('stands still for a time that is over, and when it is stopped', () => {
    const { refresh } = start()
    refresh.every(10)
    refresh.every(undefined)
    vi.advanceTimersByTime(60_000)
    expect(refresh.now.value).toBe(1_000_000)
    refresh.tick()
    expect(refresh.now.value).toBe(1_060_000)
    refresh.every(10)
    refresh.stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})
