import { createHash, randomBytes } from 'node:crypto'

/** A working day. */
export const SESSION_SECONDS = 12 * 3600
/** The oldest go first: nobody has that many browsers. */
const MOST = 1_000

export interface Sessions {
  /** @returns the secret of a new session, for its cookie */
  open(): string
  has(secret: string): boolean
  end(secret: string): void
}

/** Who has logged in, until the process ends. Of each secret only its hash is kept. */
export function createSessions(now: () => number): Sessions {
  const ends = new Map<string, number>()
  const hash = (secret: string) => createHash('sha256').update(secret).digest('base64url')

  return {
    open() {
      const secret = randomBytes(32).toString('base64url')
      ends.set(hash(secret), now() + SESSION_SECONDS * 1000)
      const [oldest] = ends.keys()
      if (ends.size > MOST && oldest !== undefined) ends.delete(oldest)
      return secret
    },
    has(secret) {
      const end = ends.get(hash(secret))
      if (end !== undefined && end > now()) return true
      ends.delete(hash(secret))
      return false
    },
    end: (secret) => void ends.delete(hash(secret)),
  }
}
