import type { JsonObject } from './json.js'

/** One report of an install, as it arrived. */
export interface Ping {
  /** When the collector got it: ISO 8601, by the collector's clock. */
  readonly received: string
  /** Hash of the address it came from, with a key that changes daily. The address itself is not kept. */
  readonly ip_hash: string
  /** The report, untouched. */
  readonly body: JsonObject
}

/** Keeps the newest reports, each once. */
export function createPings(most: number) {
  let kept: { readonly ping: Ping; readonly id: string | undefined }[] = []
  return {
    /** @param id what a sender repeats when it sends the same report again; none, and each is another */
    add(ping: Ping, id: string | undefined) {
      if (id !== undefined && kept.some((one) => one.id === id)) return
      kept = [...kept, { ping, id }].slice(-most)
    },
    all: (): readonly Ping[] => kept.map(({ ping }) => ping),
    clear() {
      kept = []
    },
  }
}
export type Pings = ReturnType<typeof createPings>
