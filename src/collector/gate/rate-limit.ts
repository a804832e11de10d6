import rateLimit, { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import { createAddressHash } from '../address-hash.js'
import { createDailyKey } from '../daily-key.js'
import { Refusal } from '../errors.js'

/** Addresses that are counted at one time. */
const MOST_ADDRESSES = 10_000

/** Counts requests per address and minute, in memory. Of the address only the hash of today is kept. */
export async function limitRates(app: FastifyInstance, perMinute: number, now: () => number): Promise<void> {
  if (perMinute === 0) return
  const hash = createAddressHash(createDailyKey(now))
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow: 60_000,
    cache: MOST_ADDRESSES,
    // Whoever holds one IPv6 address holds its whole /64.
    keyGenerator: ({ ip }) => hash(normalizeIP(ip, 64)),
    // Who watches over the collector asks often, and from one address.
    allowList: ({ routeOptions }) => routeOptions.url === '/health',
    addHeadersOnExceeding: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
    },
    errorResponseBuilder: (_request, { max, after }) =>
      new Refusal(
        429,
        'rate_limited',
        `More than ${max} requests in a minute came from this address: try again in ${after}.`,
      ),
  })
}
