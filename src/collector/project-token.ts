import { Refusal } from './errors.js'
import { excerpt, isObject } from './json.js'
import type { JsonObject } from './json.js'

const NAMES = ['token', 'api_key', '$token'] as const
const HOW = 'send the project API key (phc_…) as "api_key" beside "batch", or as "token" on the event'

/** The project token an object carries at its top, with the name it carries it under. */
export function ownToken(object: JsonObject): { name: string; value: unknown } | undefined {
  for (const name of NAMES) {
    const value = object[name]
    if (value !== undefined && value !== null) return { name, value }
  }
  return undefined
}

/** The token of one event, at its top or among its properties. */
export function eventToken(event: JsonObject): { name: string; value: unknown } | undefined {
  const own = ownToken(event)
  if (own) return own
  const properties = event['properties']
  const value = isObject(properties) ? properties['token'] : undefined
  return value === undefined || value === null ? undefined : { name: 'properties.token', value }
}

export function missingToken(): Refusal {
  return new Refusal(401, 'missing_token', `The request names no project: ${HOW}.`, 'api_key')
}

/** PostHog's rules for a token. It looks up whether the project exists later, where no client can see it. */
export function checkToken(value: unknown, field: string): string {
  if (typeof value !== 'string') throw invalid(value, field, 'must be a string')
  const token = value.trim()
  if (token === '') throw missingToken()
  if (token.length > 64) throw invalid(value, field, 'is longer than 64 characters')
  // eslint-disable-next-line no-control-regex -- control characters are what this looks for
  if (/[^\x01-\x7f]/.test(token)) throw invalid(value, field, 'has characters other than ASCII')
  if (token.startsWith('phx_')) {
    throw invalid('phx_…', field, 'is a personal API key, which must never be in a client')
  }
  return token
}

function invalid(value: unknown, field: string, why: string): Refusal {
  return new Refusal(401, 'invalid_token', `${field} is ${excerpt(value)}: it ${why}; ${HOW}.`, field)
}
