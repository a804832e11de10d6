import { afterEach, beforeEach, expect, vi } from 'vitest'

/**
 * Rule C4 for a whole file: a test fails on any warning, error or unhandled rejection that it did not announce.
 * Returns what was written so far, and forgets it.
 */
export function quietConsole(): () => string[] {
  let written: string[] = []
  const write = (...parts: unknown[]) => {
    const message = parts.map(String).join(' ')
    // Vue's word on how the tests are bundled.
    if (!message.startsWith('Feature flags __VUE_')) written.push(message)
  }
  const unhandled = (event: PromiseRejectionEvent | ErrorEvent) => {
    event.preventDefault()
    write('unhandled', 'reason' in event ? event.reason : event.message)
  }

  beforeEach(() => {
    written = []
    vi.spyOn(console, 'warn').mockImplementation(write)
    vi.spyOn(console, 'error').mockImplementation(write)
    window.addEventListener('unhandledrejection', unhandled)
    window.addEventListener('error', unhandled)
  })
  afterEach(() => {
    window.removeEventListener('unhandledrejection', unhandled)
    window.removeEventListener('error', unhandled)
    vi.restoreAllMocks()
    expect(written, 'unexpected messages').toEqual([])
  })
  return () => written.splice(0)
}
