import type { FastifyRequest } from 'fastify'
import { Refusal } from './errors.js'
import { isObject } from './json.js'

/** One parameter of the URL's query; of a repeated one, the first. */
export function queryValue({ query }: FastifyRequest, name: string): string | undefined {
  const value = isObject(query) && Object.hasOwn(query, name) ? query[name] : undefined
  const first: unknown = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first : undefined
}

/** A parameter that must be a whole number, zero or more. */
export function queryNumber(request: FastifyRequest, name: string): number | undefined {
  const text = queryValue(request, name)
  if (text === undefined || text === '') return undefined
  const number = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number)) {
    throw new Refusal(400, 'invalid_query', `?${name} must be a whole number, zero or more.`, name)
  }
  return number
}
