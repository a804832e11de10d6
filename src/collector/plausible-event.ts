import { Refusal } from './errors.js'
import { excerpt, isObject } from './json.js'
import type { JsonObject } from './json.js'
import { checkToken } from './project-token.js'
import type { AcceptedEvent } from './validate.js'

/** What a body sent to Plausible's API says, whichever of its names it uses. */
export interface PlausibleEvent {
  /** One for each of the domains, which are separated by commas. */
  readonly domains: readonly string[]
  readonly event: string
  readonly properties: JsonObject
}

/** Plausible's own bounds. */
const MOST_PROPS = 30
const LONGEST_URL = 2_000
const LONGEST_NAME = 120

/**
 * Reads the documented body of `POST /api/event`, and what Plausible's trackers add to it.
 *
 * @throws {Refusal} 400 or 401, with the name of the field
 */
export function readPlausible(value: unknown): PlausibleEvent {
  if (!isObject(value)) {
    throw new Refusal(
      400,
      'invalid_shape',
      `The body is ${excerpt(value)}: send {"name", "url", "domain"} as JSON.`,
    )
  }
  const [nameField, name] = field(value, 'name', 'n')
  const [urlField, address] = field(value, 'url', 'u')
  const [domainField, domain] = field(value, 'domain', 'd')
  if (name === undefined) throw missing('name', 'missing_event', 'name the event, such as "pageview"')
  if (domain === undefined)
    throw missing('domain', 'missing_token', 'say which site it is, such as "example.com"')
  const event = text(name, nameField, LONGEST_NAME)
  return {
    domains: text(domain, domainField, 2_000)
      .split(',')
      .map((one) => checkToken(one, domainField)),
    event: event === 'pageview' ? '$pageview' : event,
    properties: {
      ...props(value),
      ...place(address, urlField),
      ...referrer(value),
      ...revenue(value),
      ...engagement(value),
      $lib: 'plausible',
    },
  }
}

/** An event in the form of all others. Plausible's trackers know neither ids nor times of their own. */
export function acceptedPlausible({ event, properties }: PlausibleEvent, distinctId: string): AcceptedEvent {
  return {
    event,
    uuid: undefined,
    timestamp: undefined,
    offset: undefined,
    distinctId,
    properties,
    set: undefined,
    setOnce: undefined,
  }
}

/** A field by its long or its short name, `null` and empty being absent. */
function field(body: JsonObject, ...names: string[]): [name: string, value: unknown] {
  for (const name of names) {
    const value = body[name]
    if (value !== undefined && value !== null && value !== '') return [name, value]
  }
  return [names[0] ?? '', undefined]
}

function text(value: unknown, name: string, longest: number): string {
  if (typeof value !== 'string') throw wrong(value, name, 'a string')
  if (value.trim() === '') throw wrong(value, name, 'something')
  if (value.length > longest) throw wrong(value, name, `${longest} characters or fewer`)
  return value.trim()
}

function place(value: unknown, name: string): JsonObject {
  if (value === undefined) throw missing('url', 'invalid_field', 'send the address of the page')
  const address = text(value, name, LONGEST_URL)
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url?.host) throw wrong(value, name, 'an absolute URL such as https://example.com/page')
  return { $current_url: address, $host: url.host, $pathname: url.pathname }
}

function referrer(body: JsonObject): JsonObject {
  const [name, value] = field(body, 'referrer', 'r')
  if (value === undefined) return {}
  const address = text(value, name, LONGEST_URL)
  const host = URL.canParse(address) ? new URL(address).host : ''
  return { $referrer: address, ...(host && { $referring_domain: host }) }
}

/** An object, or one as JSON in a string. `meta` is what it was called once. */
function props(body: JsonObject): JsonObject {
  const [name, given] = field(body, 'props', 'p', 'meta', 'm')
  const value = typeof given === 'string' ? parsed(given) : given
  if (value === undefined) return {}
  if (!isObject(value)) throw wrong(given, name, 'an object, or one as a JSON string')
  const entries = Object.entries(value)
  if (entries.length > MOST_PROPS) throw wrong(given, name, `an object of ${MOST_PROPS} entries or fewer`)
  for (const [key, one] of entries) {
    if (typeof one === 'object' && one !== null) {
      throw wrong(one, `${name}.${key.slice(0, 60)}`, 'a string, a number or a boolean')
    }
  }
  return Object.fromEntries(entries)
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return json
  }
}

function revenue(body: JsonObject): JsonObject {
  const [name, given] = field(body, 'revenue', '$')
  const value = typeof given === 'string' ? parsed(given) : given
  if (value === undefined) return interactive(body)
  const { amount, currency } = isObject(value) ? value : {}
  if (!isObject(value) || !isAmount(amount) || typeof currency !== 'string') {
    throw wrong(given, name, '{"amount", "currency"}, such as {"amount": 9.95, "currency": "EUR"}')
  }
  return { revenue: Number(amount), currency: currency.slice(0, 3), ...interactive(body) }
}

/** A number, or one as text. What else JSON can hold may not even be turned into a number. */
function isAmount(value: unknown): value is number | string {
  return (
    (typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')) &&
    Number.isFinite(Number(value))
  )
}

function interactive(body: JsonObject): JsonObject {
  const [, value] = field(body, 'interactive', 'i')
  return typeof value === 'boolean' ? { interactive: value } : {}
}

/** What the trackers report of a page that was looked at: milliseconds, and percent. */
function engagement(body: JsonObject): JsonObject {
  const { e: milliseconds, sd: percent } = body
  return {
    ...(isNumber(milliseconds) && { engaged_seconds: milliseconds / 1000 }),
    ...(isNumber(percent) && { scroll_percent: percent }),
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && value >= 0
}

function missing(
  name: string,
  code: 'missing_event' | 'missing_token' | 'invalid_field',
  how: string,
): Refusal {
  return new Refusal(400, code, `${name} is missing: ${how}.`, name)
}

function wrong(value: unknown, name: string, what: string): Refusal {
  return new Refusal(400, 'invalid_field', `${name} is ${excerpt(value)}: must be ${what}.`, name)
}
