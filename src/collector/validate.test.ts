// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { validate } from './validate.js'

const event = { event: 'e', distinct_id: 'd', token: 'phc_a' }
const uuid = '01890a5d-ac96-774b-bcce-b302099a8057'

function refusal(value: unknown, path = '/e/'): unknown {
  try {
    validate(value, path)
  } catch (error) {
    return error
  }
  throw new Error('This was accepted.')
}

describe('shapes', () => {
  it('takes one event, an array, and an envelope', () => {
    expect(validate(event, '/e').events).toHaveLength(1)
    expect(validate([event, event], '/e').events).toHaveLength(2)
    expect(validate({ api_key: 'phc_b', batch: [event], sent_at: 's' }, '/batch')).toMatchObject({
      token: 'phc_b',
      sentAt: 's',
      events: [{ event: 'e', distinctId: 'd', properties: {}, uuid: undefined }],
    })
  })

  it('reads sent_at from the event, where session recordings have it', () => {
    expect(validate([{ ...event, sent_at: 5 }], '/s/').sentAt).toBe(5)
  })

  it.each<[unknown, string]>([
    [null, 'invalid_shape'],
    [7, 'invalid_shape'],
    ['text', 'invalid_shape'],
    [[null], 'invalid_shape'],
    [[[event]], 'invalid_shape'],
    [[], 'empty_batch'],
    [{ api_key: 'phc_a', batch: [] }, 'empty_batch'],
    [{ api_key: 'phc_a', batch: 'no' }, 'invalid_field'],
  ])('refuses %j', (value, code) => {
    expect(refusal(value)).toMatchObject({ status: 400, code })
  })
})

describe('token', () => {
  const bare = { event: 'e', distinct_id: 'd' }

  it.each([
    [{ ...bare, token: 't' }],
    [{ ...bare, api_key: 't' }],
    [{ ...bare, $token: 't' }],
    [{ ...bare, properties: { token: 't' } }],
    [{ token: 't', batch: [bare] }],
    [{ api_key: ' t\n', batch: [bare] }],
    [{ $token: 't', batch: [bare] }],
    [{ batch: [bare, { ...bare, token: 't' }] }],
    [{ api_key: null, batch: [{ ...bare, token: 't' }] }],
  ])('is found in %j', (value) => {
    expect(validate(value, '/e').token).toBe('t')
  })

  it('of an envelope wins over those of its events', () => {
    expect(validate({ api_key: 'a', batch: [{ ...bare, token: 'b' }] }, '/e').token).toBe('a')
  })

  it.each<[unknown, string, string | undefined]>([
    [bare, 'missing_token', 'api_key'],
    [{ ...bare, token: '' }, 'missing_token', 'api_key'],
    [{ ...bare, token: 'x'.repeat(65) }, 'invalid_token', 'token'],
    [{ ...bare, token: 'phc_é' }, 'invalid_token', 'token'],
    [{ ...bare, token: 'a\0b' }, 'invalid_token', 'token'],
    [{ ...bare, token: 'phx_secret' }, 'invalid_token', 'token'],
    [{ ...bare, token: 5 }, 'invalid_token', 'token'],
    [{ api_key: {}, batch: [bare] }, 'invalid_token', 'api_key'],
    [
      [
        { ...bare, token: 'a' },
        { ...bare, properties: { token: 'b' } },
      ],
      'several_tokens',
      '[1].properties.token',
    ],
  ])('of %j is refused with 401', (value, code, field) => {
    expect(refusal(value)).toMatchObject({ status: 401, code, field })
  })

  it('never repeats a personal key in the answer', () => {
    expect(refusal({ ...bare, token: 'phx_secret' })).not.toMatchObject({
      message: expect.stringContaining('secret'),
    })
  })
})

describe('fields', () => {
  it('keeps what an event says about itself', () => {
    const full = {
      ...event,
      uuid: uuid.toUpperCase(),
      timestamp: '2026-01-02T03:04:05Z',
      offset: 12,
      properties: { a: [1, { b: null }] },
      $set: { plan: 'x' },
      $set_once: { first: 1 },
    }
    expect(validate(full, '/e').events).toEqual([
      {
        event: 'e',
        uuid,
        timestamp: '2026-01-02T03:04:05Z',
        offset: 12,
        distinctId: 'd',
        properties: { a: [1, { b: null }] },
        set: { plan: 'x' },
        setOnce: { first: 1 },
      },
    ])
  })

  it('reads $set from the properties, where server libraries put it', () => {
    const [accepted] = validate(
      { ...event, properties: { $set: { a: 1 }, $set_once: { b: 2 } } },
      '/e',
    ).events
    expect(accepted).toMatchObject({ set: { a: 1 }, setOnce: { b: 2 } })
  })

  it.each<[unknown, string]>([
    ['d', 'd'],
    [23, '23'],
    [['a'], '["a"]'],
    [{ a: 1 }, '{"a":1}'],
    ['x'.repeat(300), 'x'.repeat(200)],
    ['🦔'.repeat(300), '🦔'.repeat(200)],
  ])('reads distinct_id %j as PostHog does', (id, read) => {
    expect(validate({ ...event, distinct_id: id }, '/e').events[0]?.distinctId).toBe(read)
  })

  it('finds distinct_id in the properties, the event itself first', () => {
    const inside = { event: 'e', token: 't', properties: { distinct_id: 'inside' } }
    expect(validate(inside, '/e').events[0]?.distinctId).toBe('inside')
    expect(validate({ ...inside, distinct_id: 'outside' }, '/e').events[0]?.distinctId).toBe('outside')
    expect(validate({ ...inside, $distinct_id: 'outside' }, '/e').events[0]?.distinctId).toBe('outside')
  })

  it('names a person update without a name, on /engage only', () => {
    const update = { $token: 't', $distinct_id: 'd', $set: { a: 1 } }
    expect(validate(update, '/engage/').events[0]?.event).toBe('$identify')
    expect(refusal(update)).toMatchObject({ code: 'missing_event' })
  })

  it('takes a uuid without dashes, and an empty one for none', () => {
    expect(validate({ ...event, uuid: uuid.replaceAll('-', '') }, '/e').events[0]?.uuid).toBe(uuid)
    for (const none of ['', null])
      expect(validate({ ...event, uuid: none }, '/e').events[0]?.uuid).toBeUndefined()
  })

  it.each<[object, string, string]>([
    [{ event: '' }, 'missing_event', 'event'],
    [{ event: null }, 'missing_event', 'event'],
    [{ event: 5 }, 'invalid_field', 'event'],
    [{ distinct_id: '' }, 'missing_distinct_id', 'distinct_id'],
    [{ distinct_id: null }, 'missing_distinct_id', 'distinct_id'],
    [{ uuid: 'x' }, 'invalid_uuid', 'uuid'],
    [{ uuid: 5 }, 'invalid_uuid', 'uuid'],
    [{ uuid: `${uuid}0` }, 'invalid_uuid', 'uuid'],
    [{ timestamp: 5 }, 'invalid_field', 'timestamp'],
    [{ offset: 1.5 }, 'invalid_field', 'offset'],
    [{ offset: '1' }, 'invalid_field', 'offset'],
    [{ properties: [] }, 'invalid_field', 'properties'],
    [{ properties: 'x' }, 'invalid_field', 'properties'],
    [{ $set: 'x' }, 'invalid_field', '$set'],
    [{ $set_once: 1 }, 'invalid_field', '$set_once'],
  ])('refuses %j with 400, named by its place', (part, code, field) => {
    const bad = { ...event, ...part }
    expect(refusal(bad)).toMatchObject({ status: 400, code, field })
    expect(refusal([event, bad])).toMatchObject({ field: `[1].${field}` })
    expect(refusal({ api_key: 'k', batch: [event, bad] })).toMatchObject({ field: `batch[1].${field}` })
  })
})
