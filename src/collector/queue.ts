/** First in, first out. An array's own `shift()` moves all that follows, ten thousand events for each that goes. */
export interface Queue<T> extends Iterable<T> {
  readonly length: number
  push(item: T): void
  shift(): T | undefined
}

export function createQueue<T>(items: readonly T[] = []): Queue<T> {
  let kept: (T | undefined)[] = [...items]
  /** Where the first item is. */
  let start = 0

  return {
    get length() {
      return kept.length - start
    },
    push(item) {
      kept.push(item)
    },
    shift() {
      if (start === kept.length) return undefined
      const item = kept[start]
      // Nobody else may hold on to it.
      kept[start++] = undefined
      if (start > kept.length / 2) {
        kept = kept.slice(start)
        start = 0
      }
      return item
    },
    *[Symbol.iterator]() {
      for (let at = start; at < kept.length; at++) yield kept[at] as T
    },
  }
}
