import { Refusal } from './errors.js'

export type JsonObject = Record<string, unknown>

/** PostHog's parser (serde_json) stops at the same depth. Below it, writing the value out again cannot overflow. */
const MAX_DEPTH = 127

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Parses the text of a request. */
export function parseJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unreadable'
    throw new Refusal(
      400,
      'invalid_json',
      `The body is not JSON (${printable(reason)}): send JSON, plain or gzipped.`,
    )
  }
  if (isDeeperThan(MAX_DEPTH, value)) {
    throw new Refusal(400, 'too_deep', `The body nests deeper than ${MAX_DEPTH} levels: flatten it.`)
  }
  return value
}

function isDeeperThan(limit: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  // It goes no deeper than the limit, so it can't overflow on the very values it has to refuse.
  if (limit === 0) return true
  if (Array.isArray(value)) return value.some((item) => isDeeperThan(limit - 1, item))
  for (const name in value) if (isDeeperThan(limit - 1, (value as JsonObject)[name])) return true
  return false
}

/** A value as it can stand in a message: short, one line, no control characters. */
export function excerpt(value: unknown): string {
  const text = typeof value === 'string' ? `"${value.slice(0, 60)}"` : (JSON.stringify(value) ?? 'undefined')
  return printable(text.length > 62 ? `${text.slice(0, 60)}…` : text)
}

function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').slice(0, 160)
}
