import type { Clock, Schedule } from '../../core/index.js'
import type { Outcome, Preview, ServerSink, SinkTools } from '../sinks/sink.js'
import { reasonOf } from '../sinks/post.js'
import { createBackoff } from './backoff.js'
import { endWithin } from './end-within.js'
import { fit } from './fit.js'
import { createQueue } from './queue.js'
import type { QueueLimits, Waiting } from './queue.js'
import { within } from './within.js'

export interface DeliveryLimits extends QueueLimits {
  /** Events in one request at most; as many that wait are sent at once. */
  readonly batchEvents: number
  /** Bytes of events in one request at most. One event that is larger is cut, and says so in its property `truncated`. */
  readonly batchBytes: number
  /** Milliseconds that an event waits for company. */
  readonly interval: number
  /** Milliseconds that a request may take. */
  readonly timeout: number
}

export interface DeliveryOptions extends DeliveryLimits, SinkTools {
  readonly sink: ServerSink
  readonly clock: Clock
  readonly schedule: Schedule
  readonly random: () => number
  /** Asked before each request. `false`: nothing leaves, and what waits is thrown away. */
  readonly mayLeave: () => boolean
  /** What each event gets when it leaves: who it is from. Asked only when something leaves. */
  readonly distinctId: () => Promise<string>
}

/** How sending is doing. */
export interface DeliveryStatus {
  /** Events and bytes that wait. */
  readonly waiting: number
  readonly waitingBytes: number
  readonly sent: number
  /** Events that were thrown out because the queue was full, at shutdown, and that no cut made small enough. */
  readonly dropped: number
  /** Events that were cut to a limit. Their property `truncated` says what of them, and how long it was. */
  readonly truncated: number
  /** Events that the receiver refused for good. */
  readonly refused: number
  /** When the last request was answered, ISO 8601. */
  readonly lastSent?: string
  /** The last that failed, and why: `ECONNREFUSED`, `HTTP 503`. Gone with the next success. */
  readonly lastError?: { readonly at: string; readonly reason: string }
  /** When the next try is due, ISO 8601, after a failure. */
  readonly nextTry?: string
}

/** Bytes that an event gets when it leaves, by who it is from: an id of up to 128 characters. */
const SENDER = 160

/** Brings events to a sink: in batches, one request at a time, again after failures, within bounds. */
export function createDelivery(options: DeliveryOptions) {
  const { sink, clock, schedule, mayLeave, distinctId, fetch, batchBytes, interval, timeout } = options
  const queue = createQueue(options)
  const backoff = createBackoff(options.random)
  let batchEvents = options.batchEvents
  let sent = 0
  let refused = 0
  /** At the end, and what could not be cut to size. */
  let droppedHere = 0
  let truncated = 0
  let lastSent: string | undefined
  let lastError: DeliveryStatus['lastError']
  let lastBatch: readonly Waiting[] | undefined
  let timer: { cancel(): void; due: number; retry: boolean } | undefined
  let running: Promise<void> | undefined
  let request = new AbortController()
  let isClosed = false

  const most = Math.min(batchBytes, options.maxBytes) - SENDER
  const fitting = (event: Waiting) => (event.bytes > most ? fit(event, most) : event)

  const iso = (time = clock.now()) => new Date(time).toISOString()

  function wake(delay: number, retry = false) {
    const due = clock.now() + delay
    // A failure decides alone when it is time again, however many events come in between.
    if (timer && !retry && (timer.retry || timer.due <= due)) return
    timer?.cancel()
    const cancel = schedule(() => {
      timer = undefined
      void flush()
    }, delay)
    timer = { cancel, due, retry }
  }

  const named = (batch: readonly Waiting[], id: string) =>
    batch.map(({ json }) => `{"distinct_id":${JSON.stringify(id)},${json.slice(1)}`)

  async function sendOne(batch: readonly Waiting[]): Promise<Outcome> {
    try {
      // Who it is from is looked up within the time too: it may be in a database that hangs.
      return await within(
        async (signal) => {
          const events = named(batch, await distinctId())
          if (signal.aborted || !mayLeave()) return { kind: 'retry', reason: 'switched off' }
          return sink.send({ events, signal }, { fetch })
        },
        timeout,
        schedule,
        request.signal,
      )
    } catch (error) {
      return { kind: 'retry', reason: reasonOf(error) }
    }
  }

  async function showOne(batch: readonly Waiting[]): Promise<Preview> {
    return sink.preview(named(batch, await distinctId()))
  }

  /** Whether to go on. */
  function settle(batch: readonly Waiting[], outcome: Outcome): boolean {
    if (outcome.kind === 'too-large' && batch.length > 1) {
      batchEvents = Math.ceil(batch.length / 2)
      return true
    }
    if (outcome.kind === 'retry') {
      lastError = { at: iso(), reason: outcome.reason }
      if (queue.length) wake(backoff.fail(outcome.after), true)
      return false
    }
    queue.remove(batch)
    backoff.succeed()
    if (outcome.kind === 'accepted') {
      sent += batch.length
      lastSent = iso()
      lastError = undefined
    } else {
      refused += batch.length
      lastError = { at: iso(), reason: outcome.reason }
    }
    return true
  }

  async function drain() {
    for (;;) {
      if (!mayLeave()) {
        clear()
        return
      }
      const batch = queue.peek(batchEvents, batchBytes)
      if (!batch.length) return
      const outcome = await sendOne(batch)
      if (outcome.kind === 'accepted') lastBatch = batch
      if (!settle(batch, outcome)) return
    }
  }

  function flush(): Promise<void> {
    timer?.cancel()
    timer = undefined
    return (running ??= drain().finally(() => (running = undefined)))
  }

  /** Nothing that waits leaves, and what is under way is broken off. */
  function clear() {
    timer?.cancel()
    timer = undefined
    queue.clear()
    backoff.succeed()
    request.abort(new Error('switched off'))
    request = new AbortController()
  }

  return {
    add(event: Waiting) {
      const taken = isClosed ? undefined : fitting(event)
      if (!taken) {
        droppedHere += 1
        return
      }
      if (taken.isCut) truncated += 1
      queue.add(taken)
      wake(queue.length >= batchEvents ? 0 : interval)
    },
    flush,
    clear,
    /** What the next request would carry, and where to. */
    async preview(): Promise<Preview | undefined> {
      const batch = queue.peek(batchEvents, batchBytes)
      return batch.length ? showOne(batch) : undefined
    },
    /** What one event would look like. */
    show: async (event: Waiting): Promise<Preview | undefined> => {
      const taken = fitting(event)
      return taken && showOne([taken])
    },
    /** The last that was answered. */
    lastPayload: async () => (lastBatch ? showOne(lastBatch) : undefined),
    /** Sends what waits, for as long as it may take; the rest is thrown away. */
    async close(limit: number): Promise<void> {
      isClosed = true
      await endWithin(flush(), limit)
      request.abort(new Error('shut down'))
      timer?.cancel()
      timer = undefined
      droppedHere += queue.clear()
      await endWithin(Promise.resolve(sink.close?.()), limit)
    },
    status(): DeliveryStatus {
      return {
        waiting: queue.length,
        waitingBytes: queue.bytes,
        sent,
        dropped: queue.dropped + droppedHere,
        truncated,
        refused,
        ...(lastSent === undefined ? {} : { lastSent }),
        ...(lastError && { lastError }),
        ...(timer?.retry && { nextTry: iso(timer.due) }),
      }
    },
  }
}
export type Delivery = ReturnType<typeof createDelivery>
