import type { FastifyRequest } from 'fastify'
import { Refusal } from './errors.js'
import { isObject } from './json.js'

/** One parameter of the URL's query; of a repeated one, the first. */
export function queryValue({ query }: FastifyRequest, name: string): string | undefined {
  const value = isObject(query) && Object.hasOwn(query, name) ? query[name] : undefined
  const first: unknown = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first : undefined
}

/** All values of a parameter that may be repeated, in their order. */
export function queryValues({ query }: FastifyRequest, name: string): string[] {
  const value = isObject(query) && Object.hasOwn(query, name) ? query[name] : undefined
  const all: unknown[] = Array.isArray(value) ? value : [value]
  return all.filter((one) => typeof one === 'string')
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
