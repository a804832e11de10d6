import type { FastifyRequest } from 'fastify'
import { Refusal } from '../errors.js'
import { queryNumber, queryValue, queryValues } from '../query.js'
import type { PanelFilter } from './types.js'

const DAY_MS = 86_400_000
/** A day, or a moment with its zone: without one it would be the zone of whoever reads it. */
const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d))?$/

/**
 * Reads what a panel is asked for.
 *
 * @throws {Refusal} 400 `invalid_query`, with the parameter as its field
 */
export function readFilter(request: FastifyRequest, now: number): PanelFilter {
  const to = readTime(request, 'to') ?? now
  const from = readTime(request, 'from') ?? to - DAY_MS
  if (from >= to) {
    throw invalid('from', `?from is not before ?to: ${iso(from)} and ${iso(to)}. Give an earlier ?from.`)
  }
  const token = queryValue(request, 'token')
  const route = queryValue(request, 'route')
  return {
    from: iso(from),
    to: iso(to),
    // An empty field of a form is no condition.
    ...(token && { token }),
    ...(route && { route }),
    properties: queryValues(request, 'property').map(readProperty),
  }
}

/** A moment, in milliseconds since the Unix epoch. */
export function readTime(request: FastifyRequest, name: string): number | undefined {
  const text = queryValue(request, name)
  if (text === undefined || text === '') return undefined
  const time = ISO.test(text) ? Date.parse(text) : NaN
  if (!Number.isNaN(time)) return time
  const plus = text.includes(' ') ? ' A + in an address is a space: write %2B, or use Z.' : ''
  throw invalid(name, `?${name} is no time: write it as 2026-01-31T12:00:00Z or 2026-01-31.${plus}`)
}

/** How many rows to answer with. */
export function readLimit(request: FastifyRequest, standard: number, most: number): number {
  const limit = queryNumber(request, 'limit') ?? standard
  if (limit >= 1 && limit <= most) return limit
  throw invalid('limit', `?limit is ${limit}: must be from 1 to ${most}.`)
}

/** The name ends at the first colon; the value may have more of them. */
function readProperty(text: string): { name: string; value: string } {
  const at = text.indexOf(':')
  if (at > 0) return { name: text.slice(0, at), value: text.slice(at + 1) }
  throw invalid('property', '?property must be name:value, such as ?property=plan:team.')
}

const iso = (time: number) => new Date(time).toISOString()

const invalid = (field: string, message: string) => new Refusal(400, 'invalid_query', message, field)
