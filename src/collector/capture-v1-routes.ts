import type { FastifyInstance, FastifyRequest } from 'fastify'
import { decode } from './decode.js'
import { Refusal } from './errors.js'
import { readSentAt } from './event-times.js'
import type { IngestRules } from './gate/ingest-rules.js'
import { excerpt, isObject } from './json.js'
import type { JsonObject } from './json.js'
import { checkToken, missingToken } from './project-token.js'
import { bodyOf, header, pathOf, requestFacts } from './request-facts.js'
import type { Take } from './take.js'
import { validate } from './validate.js'
import type { AcceptedEvent } from './validate.js'

const LIMIT = 20 * 1024 * 1024

/** What PostHog's ingestion says of one event: `ok`, or `drop` with the reason. */
type Result = { readonly result: 'ok' } | { readonly result: 'drop'; readonly details: string }

/**
 * PostHog's second capture protocol, which posthog-node speaks under `POSTHOG_CAPTURE_MODE=v1`. Here, unlike on the
 * older routes, one bad event leaves the others of its batch alone.
 */
export function registerCaptureV1(
  app: FastifyInstance,
  take: Take,
  rules: IngestRules,
  bodyLimit = LIMIT,
): void {
  app.post('/i/v1/analytics/events', { bodyLimit }, async (request, reply) => {
    const token = bearerToken(request)
    const bytes = bodyOf(request)
    const { value, encoding, length } = await decode({
      bytes,
      contentType: request.declaredType,
      contentEncoding: header(request, 'content-encoding'),
      limit: bodyLimit,
    })
    const batch = readBatch(value)
    rules.check({ token, events: batch })

    const results: Record<string, Result> = Object.create(null)
    const events: AcceptedEvent[] = []
    for (const [index, item] of batch.entries()) {
      const read = readEvent(item, index, token, request)
      results[read.id] = read.event ? { result: 'ok' } : { result: 'drop', details: read.details }
      if (read.event) events.push(read.event)
    }
    if (events.length > 0) {
      // When this attempt was made; `created_at` stays the same from one to the next.
      const left = header(request, 'posthog-request-timestamp')
      const sentAt = readSentAt(left ?? (isObject(value) ? value['created_at'] : undefined), undefined)
      await take({ token, sentAt, events, request: requestFacts(request, encoding, bytes.length), length })
    }
    return reply.send({ results })
  })
}

function bearerToken(request: FastifyRequest): string {
  const given = /^Bearer +(.*)$/i.exec(header(request, 'authorization') ?? '')?.[1]
  if (given === undefined) throw missingToken()
  return checkToken(given, 'Authorization')
}

function readBatch(value: unknown): readonly unknown[] {
  const batch = isObject(value) ? value['batch'] : undefined
  if (!Array.isArray(batch)) {
    throw new Refusal(
      400,
      'invalid_shape',
      `batch is ${excerpt(batch)}: send {"created_at", "batch": […]}.`,
      'batch',
    )
  }
  if (batch.length === 0) {
    throw new Refusal(400, 'empty_batch', 'The request holds no events: do not send empty batches.', 'batch')
  }
  return batch
}

function readEvent(
  item: unknown,
  index: number,
  token: string,
  request: FastifyRequest,
): { id: string; event: AcceptedEvent; details?: never } | { id: string; event?: never; details: string } {
  const id = isObject(item) && typeof item['uuid'] === 'string' ? item['uuid'] : String(index)
  try {
    const shaped = isObject(item) ? { ...asBefore(item, request), token } : item
    const [event] = validate([shaped], pathOf(request)).events
    return event ? { id, event } : { id, details: 'empty' }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { id, details: error.message.replace(/^\[0\]/, `batch[${index}]`) }
  }
}

/** Puts what this protocol moved out of an event's properties back into them, so that events look alike however they came. */
function asBefore(event: JsonObject, request: FastifyRequest): JsonObject {
  const { properties } = event
  if (properties !== undefined && properties !== null && !isObject(properties)) return event
  const options = isObject(event['options']) ? event['options'] : {}
  const [, lib, version] = /^([^/]+)\/(.+)$/.exec(header(request, 'posthog-sdk-info') ?? '') ?? []
  const restored = {
    $session_id: event['session_id'],
    $window_id: event['window_id'],
    $cookieless_mode: options['cookieless_mode'],
    $ignore_sent_at: options['disable_skew_correction'],
    $process_person_profile: options['process_person_profile'],
    $product_tour_id: options['product_tour_id'],
    $lib: lib,
    $lib_version: version,
  }
  const present = Object.entries(restored).filter(([, value]) => value !== undefined)
  return { ...event, properties: { ...properties, ...Object.fromEntries(present) } }
}
