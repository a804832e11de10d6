/** Narrows what came over the wire. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A field of a JSON object; `undefined` when there is no such thing. */
export const field = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (at, key) => (isRecord(at) || Array.isArray(at) ? Reflect.get(at, String(key)) : undefined),
    value,
  )

export const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
export const number = (value: unknown) => (typeof value === 'number' ? value : undefined)

export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
