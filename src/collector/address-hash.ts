import { createHmac } from 'node:crypto'
import type { DailyKey } from './daily-key.js'

/**
 * Hashes addresses: two reports of one day can be told to be from one address, and once the day is over nobody can find out from which,
 * not even with all addresses tried.
 *
 * @param key of each day: daily-key.ts
 */
export function createAddressHash(key: Pick<DailyKey, 'today'>): (address: string) => string {
  return (address) => createHmac('sha256', key.today()).update(address).digest('base64url').slice(0, 22)
}
