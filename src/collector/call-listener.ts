/**
 * Calls a listener so that its failure is its own: it surfaces as an uncaught exception, the way
 * Node's EventTarget does it, and neither the other listeners nor the request under way notice.
 */
export function callListener<T>(listener: (value: T) => void, value: T): void {
  try {
    listener(value)
  } catch (error) {
    process.nextTick(() => {
      throw error
    })
  }
}
