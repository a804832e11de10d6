import { createHmac, randomBytes } from 'node:crypto'

const DAY = 86_400_000

/**
 * Hashes addresses with a key that lives for a day and is nowhere but in memory: two reports of one day can be told to
 * be from one address, and nobody can find out from which, not even with all addresses tried.
 */
export function createAddressHash(now: () => number): (address: string) => string {
  let day = -1
  let key = randomBytes(32)
  return (address) => {
    const today = Math.floor(now() / DAY)
    if (today !== day) {
      day = today
      key = randomBytes(32)
    }
    return createHmac('sha256', key).update(address).digest('base64url').slice(0, 22)
  }
}
