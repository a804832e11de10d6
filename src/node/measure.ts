/** How an operation went. */
export interface Measured {
  /** How long it took, in seconds, to the millisecond. A streamed result counts to its end. */
  readonly seconds: number
  readonly success: boolean
  /** What kind of error: `ECONNREFUSED`, `TypeError`, `HTTP_503`. Never its message, which may quote anything. */
  readonly errorCode?: string
}

const CODE = /^[A-Za-z][A-Za-z0-9_]{0,63}$/

/** What kind of error something is, in one word. */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error
  try {
    for (const name of ['code', 'name']) {
      const value: unknown = Reflect.get(error, name)
      if (typeof value === 'string' && CODE.test(value) && value !== 'Error') return value
    }
    const status: unknown = Reflect.get(error, 'status') ?? Reflect.get(error, 'statusCode')
    if (Number.isInteger(status)) return `HTTP_${String(status)}`
  } catch {
    // Whatever was thrown does not let itself be read.
  }
  return 'Error'
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'then') === 'function'
const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  typeof Reflect.get(value, Symbol.asyncIterator) === 'function'

/**
 * Runs something and tells once how it went: when it returned, when its promise settled, or when what it streams came to
 * its end. What it returns or throws is what the caller gets.
 *
 * @param elapsed monotonic milliseconds, which go on past 24 hours
 */
export function measure<T>(fn: () => T, elapsed: () => number, done: (measured: Measured) => void): T {
  const start = elapsed()
  let isDone = false
  function end(error?: { readonly thrown: unknown }) {
    if (isDone) return
    isDone = true
    const seconds = Math.round(elapsed() - start) / 1000
    done({ seconds, success: !error, ...(error && { errorCode: errorCode(error.thrown) }) })
  }
  function follow(value: unknown): unknown {
    if (isPromise(value))
      return value.then(follow, (thrown: unknown) => {
        end({ thrown })
        throw thrown
      })
    if (isStream(value)) return followStream(value, end)
    end()
    return value
  }
  try {
    return follow(fn()) as T
  } catch (thrown) {
    end({ thrown })
    throw thrown
  }
}

const STEPS = ['next', 'return', 'throw']

/** The same object, whose iteration is listened to. A reader that breaks off has ended it, without an error. */
function followStream(stream: object, end: (error?: { readonly thrown: unknown }) => void): object {
  const listenTo = (target: object): object =>
    new Proxy(target, {
      get(object, name) {
        const value: unknown = Reflect.get(object, name, object)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          const result: unknown = Reflect.apply(value, object, args)
          if (name === Symbol.asyncIterator) return listenTo(Object(result))
          return STEPS.includes(String(name)) && isPromise(result) ? step(result, String(name)) : result
        }
      },
    })
  async function step(result: PromiseLike<unknown>, name: string): Promise<unknown> {
    try {
      const value = await result
      if (name !== 'next' || Reflect.get(Object(value), 'done') === true) end()
      return value
    } catch (thrown) {
      end({ thrown })
      throw thrown
    }
  }
  return listenTo(stream)
}
