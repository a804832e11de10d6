import { Refusal } from '../errors.js'

/** The bytes that one request holds. */
export interface BodyShare {
  /** @returns 503 `busy` when all requests together would hold too much: then nothing was taken */
  take(bytes: number): Refusal | undefined
  release(): void
}

/** Keeps what all bodies under way hold together within bounds: the limit of one says nothing of a thousand. */
export function createBodyBudget(most: number): { open(): BodyShare } {
  let held = 0
  return {
    open() {
      let own = 0
      return {
        take(bytes) {
          if (held + bytes > most) {
            return new Refusal(
              503,
              'busy',
              'Too many large requests are under way: send this one again in a moment.',
            )
          }
          held += bytes
          own += bytes
          return undefined
        },
        release() {
          held -= own
          own = 0
        },
      }
    },
  }
}
