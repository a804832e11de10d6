import type { Schedule } from '../../core/index.js'

/** Why something ended before its time. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError'
}

/**
 * Runs a task for a limited time. The promise that comes back settles then at the latest, whatever the task does.
 *
 * @param limit milliseconds
 * @param signal ends it before that
 */
export function within<T>(
  task: (signal: AbortSignal) => T | Promise<T>,
  limit: number,
  schedule: Schedule,
  signal?: AbortSignal,
): Promise<T> {
  const controller = new AbortController()
  return new Promise<T>((resolve, reject) => {
    const cancel = schedule(() => end(new TimeoutError('it took too long')), limit)
    const end = (reason: unknown) => {
      controller.abort(reason)
      reject(reason)
    }
    const stop = () => end(signal?.reason)
    if (signal?.aborted) stop()
    signal?.addEventListener('abort', stop, { once: true })
    // Within the promise: what the task throws at once is a rejection too.
    const running = (async () => {
      if (!controller.signal.aborted) resolve(await task(controller.signal))
    })()
    void running.catch(reject).finally(() => {
      cancel()
      signal?.removeEventListener('abort', stop)
    })
  })
}
