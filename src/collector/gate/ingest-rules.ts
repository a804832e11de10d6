import { Refusal } from '../errors.js'
import { excerpt } from '../json.js'

export interface IngestRules {
  /**
   * @throws {Refusal} 401 `unknown_key`, 413 `too_many_events`
   */
  check(request: { readonly token: string; readonly events: readonly unknown[] }): void
}

/** What a request that can be read has to be besides. */
export function createIngestRules(keys: ReadonlySet<string> | undefined, maxBatch: number): IngestRules {
  return {
    check({ token, events }) {
      if (keys !== undefined && !keys.has(token)) {
        throw new Refusal(
          401,
          'unknown_key',
          `${excerpt(token)} is none of the keys that this collector takes: use one of those that it was started with (--key).`,
          'api_key',
        )
      }
      if (events.length > maxBatch) {
        throw new Refusal(
          413,
          'too_many_events',
          `The request holds ${events.length} events, ${maxBatch} at most are taken at once: send fewer per request.`,
          'batch',
        )
      }
    },
  }
}
