import type { SinkContext } from '../../core/index.js'
import { bodyOf, post, postAtExit } from './posthog-wire.js'
import type { Project, WireEvent } from './posthog-wire.js'

/** Answers that are final although they are no success: sending the same again would not help. */
const isRefused = (status: number) => status >= 400 && status < 500 && status !== 408 && status !== 429

/**
 * Brings events to PostHog, in their order. One leaves the queue when its request has been answered; until then it is
 * in the record of this document, and survives it (rule L5).
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
  /** Not answered yet, oldest first. */
  let waiting: WireEvent[] = []
  /** Those of them that a flush has taken. */
  const taken = new Set<WireEvent>()
  /** Those of them that are under way. */
  const flying = new Set<WireEvent>()
  let cancelFlush: (() => void) | undefined

  function later() {
    if (waiting.length) cancelFlush ??= schedule(() => void flush(), flushInterval)
  }
  /** All that no flush has taken yet; from here on this one has. */
  function take(): WireEvent[] {
    cancelFlush?.()
    cancelFlush = undefined
    const batch = waiting.filter((event) => !taken.has(event))
    for (const event of batch) taken.add(event)
    return batch
  }
  function forget() {
    waiting = []
    taken.clear()
    flying.clear()
  }
  async function flush(hidden?: boolean): Promise<void> {
    const batch = take()
    if (!batch.length) return
    const saved = record.save()
    // What arrives is known of here: a document that dies after this has left word of it. A hidden one may have no time.
    if (!hidden) await saved
    // Meanwhile the page may have gone and sent them, or the user wants nothing to be sent any more.
    if (!batch.every((event) => taken.has(event))) return
    for (const event of batch) flying.add(event)
    const status = await post(project, bodyOf(project, batch, clock.now()))
    const answered = status === 200 || isRefused(status)
    if (answered) waiting = waiting.filter((event) => !batch.includes(event))
    for (const event of batch) {
      taken.delete(event)
      flying.delete(event)
    }
    later()
    if (!answered) return
    onAnswer()
    await record.save()
  }

  record.part(
    `posthog ${project.key}`,
    () => (waiting.length ? waiting : undefined),
    (events) => {
      if (Array.isArray(events)) waiting.unshift(...(events as WireEvent[]))
      later()
    },
  )

  return {
    add(event: WireEvent) {
      waiting.push(event)
      later()
    },
    flush,
    /** The page goes: sends what there is, with no answer to wait for. */
    exit() {
      take()
      const batch = waiting.filter((event) => !flying.has(event))
      if (batch.length) postAtExit(project, batch, clock.now())
      forget()
    },
    /** Whether an event with this uuid still waits for its answer. */
    awaits: (uuid: unknown) => waiting.some((event) => event.uuid === uuid),
    /** Sends nothing more. */
    stop() {
      take()
      forget()
    },
  }
}
