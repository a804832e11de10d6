import type { Waiting } from './queue.js'

/** Texts that are no longer than this are left as they are. */
const SHORT = 32

type Values = Record<string, unknown> | unknown[]
type Marks = Record<string, unknown>

/** A text or a list that can be shortened. */
interface Part {
  readonly path: string
  readonly length: number
  readonly bytes: number
  halve(): void
}

const isValues = (value: unknown): value is Values => typeof value === 'object' && value !== null

function* partsOf(holder: Values, above = ''): Generator<Part> {
  for (const [name, value] of Object.entries(holder)) {
    const path = Array.isArray(holder) ? `${above}[${name}]` : above ? `${above}.${name}` : name
    if (path === 'truncated') continue
    const canBeCut =
      typeof value === 'string' ? value.length > SHORT : Array.isArray(value) && value.length > 1
    if (canBeCut) {
      const { length } = value as string | unknown[]
      const half = Math.ceil(length / 2)
      yield {
        path,
        length,
        bytes: Buffer.byteLength(JSON.stringify(value)),
        halve: () =>
          Reflect.set(
            holder,
            name,
            typeof value === 'string'
              ? // Not within a character.
                value.slice(0, half).replace(/[\uD800-\uDBFF]$/, '')
              : (value as unknown[]).slice(0, half),
          ),
      }
    }
    if (isValues(value)) yield* partsOf(value, path)
  }
}

/**
 * Shortens an event until it has its place in a request: the largest text or list by half, again and again. Its property
 * `truncated` says which were cut, and how long they were: `{ 'flowGraph.nodes': 900 }`.
 *
 * @param most bytes of its JSON
 * @returns nothing when it can't be made so small
 */
export function fit(event: Waiting, most: number): Waiting | undefined {
  const content = JSON.parse(event.json) as { properties: Record<string, unknown> & { truncated?: Marks } }
  const { properties } = content
  const marks: Marks = { ...properties.truncated }
  properties.truncated = marks
  for (;;) {
    const json = JSON.stringify(content)
    const bytes = Buffer.byteLength(json)
    if (bytes <= most) return { json, bytes, isCut: true }
    let largest: Part | undefined
    for (const part of partsOf(properties)) if (part.bytes > (largest?.bytes ?? 0)) largest = part
    if (!largest) return undefined
    marks[largest.path] ??= largest.length
    largest.halve()
  }
}
