import type { JsonObject } from './json.js'

/** One report of an install, as it arrived. */
export interface Ping {
  /** When the collector got it: ISO 8601, by the collector's clock. */
  readonly received: string
  /** Hash of the address it came from, with a key that changes daily. The address itself is not kept. */
  readonly ip_hash: string
  /** The report, untouched. */
  readonly body: JsonObject
  /** Fields of it that the documented FlowForge report does not have, when there are any: `platform.counts.cats`. */
  readonly unknown?: readonly string[]
}

/** Reports are some hundred bytes each; whoever sends larger ones has fewer of them kept. */
const MOST_BYTES = 32 * 1024 * 1024

/** Keeps the newest reports, each once. */
export function createPings(most: number) {
  let kept: { readonly ping: Ping; readonly id: string | undefined; readonly size: number }[] = []
  let bytes = 0
  return {
    /** @param id what a sender repeats when it sends the same report again; none, and each is another */
    add(ping: Ping, id: string | undefined) {
      if (id !== undefined && kept.some((one) => one.id === id)) return
      const size = JSON.stringify(ping).length
      kept.push({ ping, id, size })
      bytes += size
      while (kept.length > most || (bytes > MOST_BYTES && kept.length > 1)) bytes -= kept.shift()?.size ?? 0
    },
    all: (): readonly Ping[] => kept.map(({ ping }) => ping),
    clear() {
      kept = []
      bytes = 0
    },
  }
}
export type Pings = ReturnType<typeof createPings>
