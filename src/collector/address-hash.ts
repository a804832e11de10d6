import { createHmac } from 'node:crypto'

/**
 * Hashes addresses: two reports of one day can be told to be from one address, and once the day is over nobody can find out from which,
 * not even with all addresses tried.
 *
 * @param key of the day: daily-key.ts
 */
export function createAddressHash(key: () => Buffer): (address: string) => string {
  return (address) => createHmac('sha256', key()).update(address).digest('base64url').slice(0, 22)
}
