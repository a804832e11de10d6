// @vitest-environment node
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bodyOf, pack } from '../browser/sinks/posthog-wire.js'
import { createCollector } from './index.js'
import type { Collector } from './index.js'

let collector: Collector
beforeAll(async () => {
  collector = await createCollector({ port: 0 })
})
beforeEach(() => collector.clear())
afterAll(() => collector.close())

const uuid = '01890a5d-ac96-774b-bcce-b302099a8057'
const at = '2026-01-02T03:04:05.678Z'
const ms = Date.parse(at)
const event = { uuid, event: '$pageview', properties: { token: 'phc_a', distinct_id: 'd', $pathname: '/a' } }
const timed = { ...event, timestamp: at }
const json = (value: unknown) => JSON.stringify(value)
const base64 = (value: unknown) => Buffer.from(json(value)).toString('base64')
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const text = { 'content-type': 'text/plain' }

interface Envelope {
  /** Who sends it. */
  name: string
  path: string
  body: string | Buffer
  headers?: Record<string, string>
  encoding?: string
  /** Whether it says when it left. */
  sentAt: string | null
}

/** What is on the wire, by library and time. One event each, of one uuid, at one moment. */
const envelopes: Envelope[] = [
  {
    name: 'posthog-js today: an envelope, gzip as text/plain',
    path: '/i/v0/e/',
    body: gzipSync(json({ api_key: 'phc_a', batch: [timed], sent_at: at })),
    headers: text,
    encoding: 'gzip',
    sentAt: at,
  },
  {
    name: 'posthog-js today, not compressed',
    path: '/e/',
    body: json({ api_key: 'phc_a', batch: [timed], sent_at: at }),
    headers: { 'content-type': 'application/json' },
    sentAt: at,
  },
  {
    name: 'posthog-js today, a beacon without compression',
    path: '/e/?compression=base64',
    body: `data=${encodeURIComponent(base64({ api_key: 'phc_a', batch: [timed], sent_at: at }))}`,
    headers: form,
    encoding: 'base64',
    sentAt: at,
  },
  {
    name: 'posthog-js 1.407.1: sent_at in the query',
    path: `/e/?sent_at=${ms}&retry_count=1`,
    body: gzipSync(json([timed])),
    headers: text,
    encoding: 'gzip',
    sentAt: at,
  },
  {
    name: 'posthog-js of 2026-08: offset in place of timestamp',
    path: `/e/?_=${ms}`,
    body: gzipSync(json([{ ...event, offset: 0 }])),
    headers: text,
    encoding: 'gzip',
    sentAt: at,
  },
  {
    name: 'posthog-js of two years ago: one event, gzip-js',
    path: `/e/?ip=0&_=${ms}&ver=1.180.0&compression=gzip-js`,
    body: gzipSync(json(timed)),
    headers: text,
    encoding: 'gzip',
    sentAt: at,
  },
  {
    name: 'posthog-js of two years ago: an array, base64',
    path: `/e/?ip=1&_=${ms}&ver=1.180.0&compression=base64`,
    body: `data=${encodeURIComponent(base64([timed]))}`,
    headers: form,
    encoding: 'base64',
    sentAt: at,
  },
  {
    name: 'posthog-js of two years ago: a beacon, gzip',
    path: `/e/?ip=0&_=${ms}&ver=1.180.0&compression=gzip-js&beacon=1`,
    body: gzipSync(json([timed])),
    headers: text,
    encoding: 'gzip',
    sentAt: at,
  },
  {
    name: 'posthog-js of two years ago: plain JSON',
    path: `/e/?ip=0&_=${ms}&ver=1.180.0`,
    body: json(timed),
    headers: { 'content-type': 'application/json' },
    sentAt: at,
  },
  {
    name: 'session recording: bare events with sent_at inside each',
    path: '/s/',
    body: gzipSync(json([{ ...timed, sent_at: at }])),
    headers: text,
    encoding: 'gzip',
    sentAt: at,
  },
  {
    name: 'posthog-node and posthog-js-lite: Content-Encoding gzip',
    path: '/batch/',
    body: gzipSync(json({ api_key: 'phc_a', batch: [{ ...timed, distinct_id: 'd' }], sent_at: at })),
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    encoding: 'gzip',
    sentAt: at,
  },
  {
    name: 'servers by hand: /capture with api_key at the top',
    path: '/capture/',
    body: json({ ...timed, api_key: 'phc_a', distinct_id: 'd' }),
    sentAt: null,
  },
  {
    name: 'historical migration',
    path: '/batch/',
    body: json({ api_key: 'phc_a', historical_migration: true, batch: [timed] }),
    sentAt: null,
  },
  {
    name: 'waypost',
    path: '/e/',
    body: bodyOf({ url: '', key: 'phc_a' }, [pack(timed)], ms),
    headers: { 'content-type': 'text/plain;charset=UTF-8' },
    sentAt: at,
  },
  {
    name: 'waypost, sent by the browser after the page: nobody knows when',
    path: '/e/',
    body: bodyOf({ url: '', key: 'phc_a' }, [pack(timed)]),
    headers: { 'content-type': 'text/plain;charset=UTF-8' },
    sentAt: null,
  },
]

it.each(envelopes)('reads $name', async ({ path, body, headers = {}, encoding = 'none', sentAt }) => {
  const bytes = new Uint8Array(Buffer.from(body as string))
  const response = await fetch(collector.url + path, { method: 'POST', body: bytes, headers })
  expect([response.status, await response.json()]).toEqual([200, { status: 1 }])
  expect(collector.events()).toMatchObject([
    {
      token: 'phc_a',
      event: '$pageview',
      uuid,
      distinctId: 'd',
      timestamp: at,
      sentAt,
      properties: { $pathname: '/a' },
      request: { encoding },
    },
  ])
})

describe('POST /i/v1/analytics/events, which posthog-node speaks on request', () => {
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${collector.url}/i/v1/analytics/events`, {
      method: 'POST',
      body: json(body),
      headers: {
        authorization: 'Bearer phc_a',
        'posthog-sdk-info': 'posthog-node/5.70.0',
        'posthog-request-timestamp': at,
        ...headers,
      },
    })
  const v1 = { uuid, event: 'e', distinct_id: 'd', timestamp: at, session_id: 's', properties: { a: 1 } }

  it('answers per event, and puts back where they were the properties that it moved', async () => {
    const options = { process_person_profile: false }
    const answer = await post({ created_at: at, batch: [{ ...v1, options }] })
    expect([answer.status, await answer.json()]).toEqual([200, { results: { [uuid]: { result: 'ok' } } }])
    expect(collector.events()).toMatchObject([
      {
        token: 'phc_a',
        uuid,
        sentAt: at,
        properties: {
          a: 1,
          $session_id: 's',
          $process_person_profile: false,
          $lib: 'posthog-node',
          $lib_version: '5.70.0',
        },
      },
    ])
  })

  it('drops a bad event with the reason, and takes the others', async () => {
    const answer = await post({ created_at: at, batch: [v1, { ...v1, uuid: 'u2', event: '' }] })
    expect(await answer.json()).toEqual({
      results: {
        [uuid]: { result: 'ok' },
        u2: { result: 'drop', details: expect.stringContaining('batch[1]') },
      },
    })
    expect(collector.events()).toHaveLength(1)
  })

  it.each([
    [{ batch: [] }, {}, 400, 'empty_batch'],
    [{ batch: 7 }, {}, 400, 'invalid_shape'],
    [{ batch: [v1] }, { authorization: '' }, 401, 'missing_token'],
    [{ batch: [v1] }, { authorization: 'Bearer phx_secret' }, 401, 'invalid_token'],
  ] as const)('refuses %j', async (body, headers, status, code) => {
    const answer = await post(body, headers)
    expect([answer.status, (await answer.json()).error.code]).toEqual([status, code])
  })
})
