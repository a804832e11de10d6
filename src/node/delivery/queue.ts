/** One event that waits, as the JSON that leaves: nobody can change it any more. */
export interface Waiting {
  readonly json: string
  /** Size of the JSON in UTF-8. */
  readonly bytes: number
  /** Not all of it fitted: its property `truncated` says what was cut. */
  readonly isCut?: boolean
}

export interface QueueLimits {
  /** Events that wait at most; the oldest go first. */
  readonly maxEvents: number
  /** Bytes of JSON that wait at most; the oldest go first. */
  readonly maxBytes: number
}

/**
 * Events that wait to be sent, oldest first, within bounds whatever happens. A ring: what is thrown out at one end and
 * added at the other moves nothing in between, however often it happens.
 */
export function createQueue({ maxEvents, maxBytes }: QueueLimits) {
  const ring: (Waiting | undefined)[] = []
  let first = 0
  let length = 0
  let bytes = 0
  let dropped = 0

  const at = (index: number) => (first + index) % maxEvents

  function shift() {
    const oldest = ring[first]
    ring[first] = undefined
    first = at(1)
    length -= 1
    bytes -= oldest?.bytes ?? 0
  }

  return {
    get length() {
      return length
    },
    get bytes() {
      return bytes
    },
    /** Events that were thrown out because it was full. */
    get dropped() {
      return dropped
    },
    add(event: Waiting) {
      if (event.bytes > maxBytes) {
        dropped += 1
        return
      }
      while (length >= maxEvents || bytes + event.bytes > maxBytes) {
        shift()
        dropped += 1
      }
      ring[at(length)] = event
      length += 1
      bytes += event.bytes
    },
    /** The oldest ones, as many as fit. At least one, if there is one. They stay. */
    peek(mostEvents: number, mostBytes: number): Waiting[] {
      const batch: Waiting[] = []
      let size = 0
      while (batch.length < Math.min(length, mostEvents)) {
        const event = ring[at(batch.length)]
        if (!event || (batch.length && size + event.bytes > mostBytes)) break
        size += event.bytes
        batch.push(event)
      }
      return batch
    },
    /** Takes out what was sent. Some of it may have been thrown out in the meantime. */
    remove(batch: readonly Waiting[]) {
      const sent = new Set(batch)
      for (let event = ring[first]; length && event && sent.has(event); event = ring[first]) shift()
    },
    /** Returns how many there were. */
    clear(): number {
      const count = length
      ring.length = 0
      first = length = bytes = 0
      return count
    },
  }
}
export type Queue = ReturnType<typeof createQueue>
