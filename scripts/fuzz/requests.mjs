import { gzipSync } from 'node:zlib'
import { HEADERS, METHODS, PATHS, PATH_PARTS, TEXTS, VALUES } from './nasty.mjs'

/** What fuzzed events are sent under: so that a DELETE may take them, and nothing else. */
export const FUZZ_KEY = 'phc_fuzz'

const BOMB = gzipSync(Buffer.alloc(30 * 1024 * 1024, 0x20))

const READ = /^\/(?:$|array|events|health|metrics|login|assets|static|api\/pings)/

/** A body of each kind that is taken, before anything is done to it. */
function validValue(random) {
  const event = {
    uuid: random.uuid(),
    event: '$pageview',
    distinct_id: 'd',
    timestamp: '2026-01-02T03:04:05.678Z',
    properties: { token: FUZZ_KEY, $pathname: '/a', $set: { plan: 'x' }, list: [1, 'two', { three: 3 }] },
    $set_once: { first: true },
  }
  return random.pick([
    event,
    [event, event],
    { api_key: FUZZ_KEY, sent_at: '2026-01-02T03:04:06.000Z', batch: [event, { ...event, offset: 100 }] },
    { created_at: '2026-01-02T03:04:06.000Z', batch: [{ ...event, session_id: 's', options: {} }] },
    {
      name: 'pageview',
      url: 'https://a.example/x?y#z',
      domain: FUZZ_KEY,
      props: '{"a":1}',
      referrer: 'https://b.example',
    },
    {
      n: 'buy',
      u: 'https://a.example/',
      d: FUZZ_KEY,
      p: { a: 'b' },
      $: { amount: '1.5', currency: 'EUR' },
      i: false,
    },
    {
      instanceId: 'i',
      os: { type: 'x' },
      env: { nodejs: 'v20' },
      platform: { counts: { users: 6 } },
      schemaVersion: 1,
    },
    { token: 'wrong-wrong-wrong-wrong' },
  ])
}

/** Replaces a value somewhere inside of another one. */
function withNastyValue(value, random) {
  if (typeof value !== 'object' || value === null || random.chance(0.25)) return random.pick(VALUES)
  const copy = Array.isArray(value) ? Array.from(value) : { ...value }
  const keys = Object.keys(copy)
  const key =
    keys.length === 0 || random.chance(0.1)
      ? random.pick(['__proto__', 'batch', 'token', 'x'])
      : random.pick(keys)
  if (random.chance(0.15)) Reflect.deleteProperty(copy, key)
  else setOwn(copy, key, withNastyValue(copy[key], random))
  return copy
}

/** Also `__proto__`, which would otherwise become the prototype and never be sent. */
function setOwn(object, key, value) {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
}

function damaged(bytes, random) {
  if (bytes.length === 0) return random.bytes(20)
  const copy = Buffer.from(bytes)
  switch (random.below(6)) {
    case 0:
      for (let count = random.below(8); count >= 0; count--)
        copy[random.below(copy.length)] = random.below(256)
      return copy
    case 1:
      return copy.subarray(0, random.below(copy.length))
    case 2:
      return Buffer.concat([copy, random.bytes(random.below(200))])
    case 3: {
      const at = random.below(copy.length)
      const bad = random.pick([[0xff, 0xfe], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0]])
      return Buffer.concat([copy.subarray(0, at), Buffer.from(bad), copy.subarray(at)])
    }
    case 4: {
      // A nasty text in the place of some letters.
      const at = random.below(copy.length)
      return Buffer.concat([
        copy.subarray(0, at),
        Buffer.from(random.pick(TEXTS)),
        copy.subarray(at + random.below(9)),
      ])
    }
    default:
      return Buffer.concat([copy, copy])
  }
}

function body(random, headers) {
  if (random.chance(0.03)) return Buffer.alloc(0)
  if (random.chance(0.02)) return random.bytes(random.below(3000))
  if (random.chance(0.002)) return BOMB
  let value = validValue(random)
  while (random.chance(0.6)) value = withNastyValue(value, random)
  let bytes = Buffer.from(random.chance(0.06) ? random.pick(TEXTS) : (JSON.stringify(value) ?? ''))
  if (random.chance(0.2)) bytes = damaged(bytes, random)
  const packing = random.below(8)
  if (packing === 0 || packing === 1) bytes = gzipSync(bytes, { level: 1 })
  if (packing === 2) {
    bytes = Buffer.from(`data=${encodeURIComponent(bytes.toString('base64'))}`)
    headers.push(['content-type', 'application/x-www-form-urlencoded'])
  }
  if (packing === 3) bytes = Buffer.from(gzipSync(bytes, { level: 1 }).toString('base64'))
  if (packing === 4) bytes = gzipSync(gzipSync(bytes, { level: 1 }), { level: 1 })
  return random.chance(0.2) ? damaged(bytes, random) : bytes
}

function path(random) {
  let text = random.pick(PATHS)
  while (random.chance(0.25)) text += random.pick(PATH_PARTS)
  if (random.chance(0.05)) {
    const at = random.below(text.length)
    text = text.slice(0, at) + random.pick(['%', '%41', '/', '.', '?', ';', '\\', '"']) + text.slice(at + 1)
  }
  return text.startsWith('/') ? text : `/${text}`
}

/** One request that is, or might have been, HTTP. */
export function fuzzedRequest(random, readToken) {
  const headers = []
  let target = path(random)
  const usual = READ.test(target) ? 'GET' : 'POST'
  const method = random.chance(0.85) ? usual : random.pick(METHODS)
  if (random.chance(0.3))
    headers.push(['authorization', `Bearer ${random.chance(0.5) ? readToken : FUZZ_KEY}`])
  while (random.chance(0.4)) headers.push(random.pick(HEADERS))
  // Deleting everything would take the events that have to be there in the end.
  if (method === 'DELETE') target = `/events?token=${FUZZ_KEY}`
  const bytes = method === 'GET' || method === 'HEAD' ? Buffer.alloc(0) : body(random, headers)
  return { method, path: target, headers, body: bytes }
}

/** What is sent over a bare connection: cut short, damaged, or one after another without waiting. */
export function fuzzedBytes(random, readToken) {
  const one = () => {
    const { method, path: target, headers, body: bytes } = fuzzedRequest(random, readToken)
    const safe = method === 'DELETE' ? 'POST' : method
    const lines = headers.map(([name, value]) => `${name}: ${value}`)
    const length = random.pick([bytes.length, bytes.length, bytes.length + 10, -1, 'x', 1e12])
    const framing = random.chance(0.15) ? 'transfer-encoding: chunked' : `content-length: ${length}`
    const version = random.pick(['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTP/1.1'])
    const chunks = random.pick([
      '',
      '5\r\n',
      `${bytes.length.toString(16)}\r\n`,
      'zz\r\n',
      'ffffffffff\r\n',
      '0;x=y\r\n\r\n',
    ])
    const head = [`${safe} ${target} ${version}`, 'host: localhost', framing, ...lines].join('\r\n')
    return Buffer.concat([Buffer.from(`${head}\r\n\r\n${framing.startsWith('t') ? chunks : ''}`), bytes])
  }
  const bytes = Buffer.concat(Array.from({ length: 1 + random.below(4) }, one))
  switch (random.below(6)) {
    case 0:
      return random.bytes(random.below(2000))
    case 1:
      return bytes.subarray(0, random.below(bytes.length))
    case 2: {
      // Only behind the first line: its method is not to become another one.
      const at = bytes.indexOf('\r\n')
      return Buffer.concat([bytes.subarray(0, at), damaged(bytes.subarray(at), random)])
    }
    case 3:
      return Buffer.concat([Buffer.from('\x16\x03\x01\x02\x00'), random.bytes(300)])
    default:
      return bytes
  }
}
