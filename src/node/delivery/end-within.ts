/**
 * Waits for something for a limited time, whatever becomes of it. This timer keeps the process alive: it is what holds a
 * process that is about to end until its last events have left.
 *
 * @param limit milliseconds
 */
export function endWithin(task: Promise<unknown>, limit: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, limit)
    const end = () => {
      clearTimeout(timer)
      resolve()
    }
    task.then(end, end)
  })
}
