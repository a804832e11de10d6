import { Refusal } from './errors.js'
import { excerpt, isObject } from './json.js'
import type { JsonObject } from './json.js'
import { checkToken, eventToken, missingToken, ownToken } from './project-token.js'
import { canonicalUuid } from './uuid.js'

/** An event that passed, before it is stored. */
export interface AcceptedEvent {
  readonly event: string
  readonly uuid: string | undefined
  readonly timestamp: string | undefined
  /** Milliseconds between the event and the sending of the request, in place of `timestamp`. */
  readonly offset: number | undefined
  readonly distinctId: string
  readonly properties: JsonObject
  readonly set: JsonObject | undefined
  readonly setOnce: JsonObject | undefined
}

export interface AcceptedRequest {
  readonly token: string
  /** As sent, unchecked: a date that cannot be read is ignored, not refused. */
  readonly sentAt: unknown
  readonly events: readonly AcceptedEvent[]
}

interface Located {
  readonly value: JsonObject
  /** `batch[3].`, `[3].`, or nothing for a lone event. */
  readonly at: string
}

/**
 * Reads the events out of a request's JSON by the rules of PostHog's ingestion.
 * One bad event refuses the whole request, there as here.
 */
export function validate(value: unknown, path: string): AcceptedRequest {
  const { events, batchToken, sentAt } = unwrap(value)
  if (events.length === 0) {
    throw new Refusal(400, 'empty_batch', 'The request holds no events: do not send empty batches.', 'batch')
  }
  const token = batchToken ?? commonToken(events)
  const isEngage = path.startsWith('/engage')
  return {
    token,
    sentAt: sentAt ?? events[0]?.value['sent_at'],
    events: events.map((event) => accept(event, isEngage)),
  }
}

function unwrap(value: unknown): { events: Located[]; batchToken?: string | undefined; sentAt?: unknown } {
  if (Array.isArray(value)) return { events: locate(value, '') }
  if (!isObject(value)) {
    throw new Refusal(
      400,
      'invalid_shape',
      `The body is ${excerpt(value)}: send one event, an array of events, or {"api_key", "batch": […]}.`,
    )
  }
  const { batch } = value
  if (batch === undefined) return { events: [{ value, at: '' }] }
  if (!Array.isArray(batch)) throw wrongType(batch, 'batch', 'an array of events')
  const own = ownToken(value)
  return {
    events: locate(batch, 'batch'),
    batchToken: own && checkToken(own.value, own.name),
    sentAt: value['sent_at'],
  }
}

function locate(items: readonly unknown[], name: string): Located[] {
  return items.map((value, index) => {
    const at = `${name}[${index}]`
    if (!isObject(value))
      throw new Refusal(400, 'invalid_shape', `${at} is ${excerpt(value)}: must be an event object.`, at)
    return { value, at: `${at}.` }
  })
}

function commonToken(events: readonly Located[]): string {
  let common: string | undefined
  for (const { value, at } of events) {
    const found = eventToken(value)
    if (!found) continue
    const token = checkToken(found.value, at + found.name)
    if (common !== undefined && token !== common) {
      throw new Refusal(
        401,
        'several_tokens',
        `${at}${found.name} is ${excerpt(token)}, earlier events say ${excerpt(common)}: one request, one project.`,
        at + found.name,
      )
    }
    common = token
  }
  if (common === undefined) throw missingToken()
  return common
}

function accept({ value, at }: Located, isEngage: boolean): AcceptedEvent {
  const properties = optionalObject(value['properties'], `${at}properties`) ?? {}
  return {
    event: eventName(value['event'], `${at}event`, isEngage),
    uuid: eventUuid(value['uuid'], `${at}uuid`),
    timestamp: optional(value['timestamp'], `${at}timestamp`, isString, 'an ISO 8601 string'),
    offset: optional(value['offset'], `${at}offset`, isInteger, 'a whole number of milliseconds'),
    distinctId: distinctId(value, properties, `${at}distinct_id`),
    properties,
    set:
      optionalObject(value['$set'], `${at}$set`) ??
      (isObject(properties['$set']) ? properties['$set'] : undefined),
    setOnce:
      optionalObject(value['$set_once'], `${at}$set_once`) ??
      (isObject(properties['$set_once']) ? properties['$set_once'] : undefined),
  }
}

function eventName(value: unknown, field: string, isEngage: boolean): string {
  // Person updates (/engage) need no name; PostHog gives them this one.
  if (value === undefined && isEngage) return '$identify'
  if (value === undefined || value === null || value === '') {
    throw new Refusal(
      400,
      'missing_event',
      `${field} is missing: name the event, such as "$pageview".`,
      field,
    )
  }
  if (typeof value !== 'string') throw wrongType(value, field, 'a string')
  return value
}

function eventUuid(value: unknown, field: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const uuid = typeof value === 'string' ? canonicalUuid(value) : undefined
  if (uuid === undefined) {
    const how = 'must be a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057; leave it out to get one'
    throw new Refusal(400, 'invalid_uuid', `${field} is ${excerpt(value)}: ${how}.`, field)
  }
  return uuid
}

function distinctId(event: JsonObject, properties: JsonObject, field: string): string {
  const value = event['distinct_id'] ?? event['$distinct_id'] ?? properties['distinct_id']
  const text =
    typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)
  if (text === '') {
    const how = 'say whose event it is, on the event or in its properties'
    throw new Refusal(400, 'missing_distinct_id', `${field} is missing: ${how}.`, field)
  }
  // 200 characters, none of which is cut in half.
  return text.length <= 200 ? text : Array.from(text.slice(0, 400)).slice(0, 200).join('')
}

function optionalObject(value: unknown, field: string): JsonObject | undefined {
  return optional(value, field, isObject, 'an object')
}

function optional<T>(
  value: unknown,
  field: string,
  is: (value: unknown) => value is T,
  what: string,
): T | undefined {
  if (value === undefined || value === null) return undefined
  if (!is(value)) throw wrongType(value, field, what)
  return value
}

function wrongType(value: unknown, field: string, what: string): Refusal {
  return new Refusal(400, 'invalid_field', `${field} is ${excerpt(value)}: must be ${what}.`, field)
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value)
}
