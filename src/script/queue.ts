/**
 * Calls made before this script ran. The snippet in the README writes down each one with its method, its arguments,
 * and the time and URL of the call.
 */
export interface CallQueue {
  q: [method: string, args: ArrayLike<unknown>, time: number, url: string, title: string][]
}

export const isQueue = (value: unknown): value is CallQueue =>
  typeof value === 'object' && value !== null && 'q' in value && Array.isArray(value.q)

/** Makes the calls again, as of their own moment. */
export function replay({ q }: CallQueue, waypost: object): void {
  for (const [name, args, timestamp, url, title] of q) {
    const method: unknown = Reflect.get(waypost, name)
    if (typeof method !== 'function') continue
    const [first, properties, options] = Array.from(args)
    if (name === 'capture')
      method(first, { title, ...Object(properties) }, { timestamp, url, ...Object(options) })
    else method(...Array.from(args))
  }
}
