import type { Confirmed, NavigationType } from '../../core/index.js'
import type { NavigationListener } from './navigation-source.js'

/** Writes down what a source tells. */
export function createRecorder() {
  const calls: string[] = []
  const confirmed: Confirmed[] = []
  const listener: NavigationListener = {
    begin: () => void calls.push('begin'),
    rejected: () => void calls.push('rejected'),
    confirmed(navigation) {
      calls.push('confirmed')
      confirmed.push(navigation)
    },
  }
  return {
    listener,
    /** Names of the calls, in their order. */
    calls,
    confirmed,
    last: (): Confirmed | undefined => confirmed.at(-1),
    urls: (): string[] => confirmed.map(({ location }) => location.url),
    /** How the pages after the landing were reached; of the landing itself the document speaks. */
    types: (): NavigationType[] => confirmed.slice(1).map(({ type }) => type),
    /** What was told since the last time. */
    take() {
      calls.length = 0
      return confirmed.splice(0)
    },
  }
}

/** The next `count` events of a type on the window. */
export const nextEvents = (type: string, count = 1): Promise<void> =>
  new Promise((resolve) => {
    window.addEventListener(type, function hear() {
      count -= 1
      if (count > 0) return
      window.removeEventListener(type, hear)
      resolve()
    })
  })
