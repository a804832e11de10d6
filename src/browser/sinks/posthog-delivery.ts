import type { Delivery, SinkContext } from '../../core/index.js'
import { warn } from '../diagnostics.js'
import { whenIdle } from '../environment.js'
import { listen } from '../listen.js'
import { createBackoff } from './backoff.js'
import { bodyOf, firstOf, pack, post, postAtExit } from './posthog-wire.js'
import type { Packed, Project, WireEvent } from './posthog-wire.js'

/** Events, and bytes of them, that wait at most. The oldest make room. */
const MOST = 1_000
const LARGEST = 1_000_000
/** Milliseconds after which a request that has no answer has failed. */
const TIMEOUT = 20_000
/** Milliseconds that sending waits for storage at most. */
const STORING = 1_000
/** Milliseconds after which a request that has no answer is in doubt. */
const SLOW = 3_000
/** Requests that failed in a row and mean that the next one would too. */
const OUTAGE = 2
/** Requests without an answer that look like a blocker. */
const BLOCKED = 3

const isTaken = (status: number) => status >= 200 && status < 300
/** Answers that are final although they are no success: sending the same again would not help. */
const isRefused = (status: number) => status >= 400 && status < 500 && status !== 408 && status !== 429

/**
 * Brings events to PostHog: in their order, one request at a time. One leaves the queue when its request has been
 * answered; until then it is in the record of this document, and survives it (rule L5).
 *
 * @param flushInterval longest time that an event waits for company, milliseconds
 * @param onAnswer called when events have left the queue
 */
export function createDelivery(
  project: Project,
  { clock, schedule, record }: SinkContext,
  flushInterval: number,
  onAnswer: () => void,
) {
  const backoff = createBackoff()
  const report: Delivery = { state: 'ok', sent: 0, dropped: 0, blocked: 0 }
  /** Not packed yet: that waits for an idle moment. Newer than all that is. */
  let raw: WireEvent[] = []
  /** Not answered yet, oldest first. */
  let packed: Packed[] = []
  /** The first ones of them, while they are under way, and since when. */
  let flying: readonly Packed[] = []
  let since = 0
  /** The latest request. Whoever counts this up makes what waits for an answer stand back. */
  let turn = 0
  let sending: Promise<void> | undefined
  let cancelTimer: (() => void) | undefined
  /** Nothing is sent before this is over. */
  let resting = false
  /** The page has gone: who reads the queue takes it over. */
  let left = false

  /** It is not sure that what is sent arrives. */
  const isTroubled = () => backoff.failures > 0 || (flying.length > 0 && clock.elapsed() - since > SLOW)

  /** All that waits, ready to be sent. */
  function waiting(): readonly Packed[] {
    packed.push(...raw.splice(0).map(pack))
    // The newest are kept, as many as there is room for.
    let size = 0
    let kept = 0
    while (kept < Math.min(packed.length, MOST) && (size += packed.at(-1 - kept)?.size ?? 0) <= LARGEST)
      kept += 1
    report.dropped += packed.splice(0, packed.length - kept).length
    return packed
  }
  function remove(batch: readonly Packed[]) {
    packed = packed.filter((event) => !batch.includes(event))
  }
  function forget() {
    raw = []
    packed = []
    flying = []
  }
  function cancel() {
    cancelTimer?.()
    cancelTimer = undefined
  }
  function later(delay = flushInterval) {
    cancelTimer ??= schedule(() => {
      cancelTimer = undefined
      resting = false
      cancelTimer = whenIdle(() => {
        cancelTimer = undefined
        void flush()
      })
    }, delay)
  }

  /** Saves what is known, but storage that is slow must not hold up what is to be sent. */
  const save = () =>
    new Promise<void>((resolve) => {
      const cancel = schedule(resolve, STORING)
      void record.save().then(() => {
        cancel()
        resolve()
      })
    })

  /** Sends the first of what waits. Resolves with whether to go on. */
  async function sendNext(hidden: boolean | undefined): Promise<boolean> {
    const batch = firstOf(waiting())
    const mine = ++turn
    const saved = save()
    // What arrives is known of here: a document that dies after this has left word of it. A hidden one may have no time.
    if (!hidden) await saved
    // Meanwhile the page may have gone and sent them, or the user wants nothing to be sent any more.
    if (mine !== turn) return false

    flying = batch
    since = clock.elapsed()
    const abort = new AbortController()
    const cancelTimeout = schedule(() => abort.abort(), TIMEOUT)
    const { status, retryAfter } = await post(project, bodyOf(project, batch, clock.now()), abort.signal)
    cancelTimeout()
    if (mine !== turn) return false
    flying = []

    const refused = isRefused(status)
    if (refused || isTaken(status)) {
      backoff.succeed()
      report.state = 'ok'
      report[refused ? 'dropped' : 'sent'] += batch.length
      if (refused) warn('W011', status)
      remove(batch)
      onAnswer()
      await save()
      return true
    }
    resting = true
    const pause = backoff.fail(retryAfter)
    report.state = 'retrying'
    if (!status) {
      report.blocked += 1
      if (!navigator.onLine) report.state = 'offline'
      else if (backoff.failures >= BLOCKED) report.state = 'blocked'
    }
    cancel()
    later(pause)
    return false
  }
  async function sendAll(hidden: boolean | undefined) {
    cancel()
    while (waiting().length && (await sendNext(hidden)));
    if (packed.length || raw.length) later()
  }
  async function flush(hidden?: boolean): Promise<void> {
    if (resting || !(raw.length || packed.length)) return
    const run = (sending ??= sendAll(hidden))
    await run
    if (sending === run) sending = undefined
  }

  record.part(
    `posthog ${project.key}`,
    () => {
      const all = waiting()
      if (left) forget()
      return all.length ? all : undefined
    },
    (events) => {
      if (!Array.isArray(events)) return
      packed.push(...(events as Packed[]))
      later()
    },
  )
  const unlisten = listen(window, 'online', () => {
    if (!resting) return
    cancel()
    resting = false
    void flush()
  })

  return {
    report,
    add(event: WireEvent) {
      left = false
      raw.push(event)
      // The next document sends it, if this one does not come to it.
      if (isTroubled()) void record.save()
      later()
    },
    flush,
    /** The page goes: sends what there is, with no answer to wait for. What may not arrive is left to the next document. */
    exit() {
      cancel()
      turn += 1
      const inDoubt = isTroubled()
      const rest = waiting().filter((event) => inDoubt || !flying.includes(event))
      flying = []
      resting = false
      sending = undefined
      // A page that begins to go is often told so by a request that fails. One failure is no outage yet: what may arrive
      // twice is one event by its uuid, what is not sent may never be.
      if (backoff.failures < OUTAGE || !record.durable) postAtExit(project, rest, clock.now())
      if (inDoubt && record.durable) {
        left = true
        return
      }
      report.sent += packed.length
      forget()
    },
    /** Whether an event with this uuid still waits for its answer. */
    awaits: (uuid: unknown) => [...raw, ...packed].some((event) => event.uuid === uuid),
    /** Sends nothing more. */
    stop() {
      cancel()
      unlisten()
      turn += 1
      forget()
    },
  }
}
