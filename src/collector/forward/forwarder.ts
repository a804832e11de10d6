import type { Cursor } from './cursor.js'
import { sendBatch } from './send-batch.js'
import type { Outcome } from './send-batch.js'
import type { Position, Spool, SpooledEvent } from './spool.js'
import type { ForwarderStatus } from './status.js'

const BATCH = { events: 500, bytes: 1_000_000 }
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 300_000

export interface ForwarderOptions {
  /** Address of PostHog, without a slash at its end: `https://eu.i.posthog.com`. */
  readonly to: string
  readonly spool: Spool
  readonly cursor: Cursor
  /** Keeps an event that the receiver will never take. It resolves once that is safe. */
  readonly keepRefused: (event: SpooledEvent, reason: string) => Promise<void>
  /** First wait after a failure, doubled with each: milliseconds. Default: 1 second, up to 5 minutes. */
  readonly firstWait?: number
}

/**
 * Passes on what was answered: in its order, one request at a time, again after failures for as long as it takes. How far
 * it has come is kept after each answer; a process that is killed in between sends a batch twice, and receivers know an event
 * by its uuid.
 */
export async function createForwarder(options: ForwarderOptions) {
  const { to, spool, cursor, keepRefused, firstWait = FIRST_WAIT_MS } = options
  const stopping = new AbortController()
  let position: Position = await cursor.load()
  let state: ForwarderStatus['state'] = 'ok'
  let sent = 0
  let refused = 0
  let failures = 0
  let most = BATCH.events
  let lastSent: string | undefined
  let lastError: ForwarderStatus['lastError']
  let nextTry: string | undefined
  let wake = () => {}
  /** Set by what was added while nobody waited. */
  let isNew = false
  const unsubscribe = spool.onAppend(() => {
    isNew = true
    if (state === 'ok') wake()
  })

  /** Until something is added, or the time is over, or it stops. */
  const pause = (ms?: number) =>
    new Promise<void>((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms)
      timer?.unref()
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
      if (stopping.signal.aborted) wake()
    })

  async function step(): Promise<void> {
    isNew = false
    const events = await spool.read(position, { ...BATCH, events: most })
    const [first] = events
    if (!first) return isNew ? undefined : pause()
    // A request is of one project; order goes before fullness.
    const end = events.findIndex(({ token }) => token !== first.token)
    const batch = end < 0 ? events : events.slice(0, end)
    await settle(batch, await sendBatch(to, batch, stopping.signal))
  }

  async function settle(batch: readonly SpooledEvent[], outcome: Outcome): Promise<void> {
    if (stopping.signal.aborted && outcome.kind !== 'accepted') return
    if (outcome.kind === 'again') return wait(outcome.reason, outcome.after)
    if (outcome.kind === 'refused' && batch.length > 1) {
      most = Math.ceil(batch.length / 2)
      return
    }
    const last = batch.at(-1)
    if (!last) return
    if (outcome.kind === 'refused') {
      await keepRefused(last, outcome.reason)
      refused += 1
      lastError = { at: new Date().toISOString(), reason: outcome.reason }
    } else {
      sent += batch.length
      lastSent = new Date().toISOString()
      lastError = undefined
    }
    await cursor.save(last.next)
    position = last.next
    failures = 0
    most = Math.min(most * 2, BATCH.events)
  }

  async function wait(reason: string, after = 0): Promise<void> {
    failures += 1
    lastError = { at: new Date().toISOString(), reason }
    const longest = Math.min(firstWait * 2 ** (failures - 1), LONGEST_WAIT_MS)
    // Less up to half by chance: many that lost the same receiver do not come back together.
    const ms = Math.max(after, longest * (1 - Math.random() / 2))
    state = 'waiting'
    nextTry = new Date(Date.now() + ms).toISOString()
    await pause(ms)
    state = 'ok'
    nextTry = undefined
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await step()
      } catch (error) {
        // The disk: it may have room again later.
        const code: unknown = Reflect.get(Object(error), 'code')
        await wait(typeof code === 'string' ? code : 'Error')
      }
    }
  }
  const running = run()

  return {
    /** Where the next event to pass on starts: files before it are not needed. */
    position: () => position,
    status: async (): Promise<ForwarderStatus> => ({
      to,
      state,
      sent,
      refused,
      waitingBytes: await spool.rest(position),
      ...(lastSent !== undefined && { lastSent }),
      ...(lastError && { lastError }),
      ...(nextTry !== undefined && { nextTry }),
    }),
    /** Breaks off; what waits stays on disk. */
    async close(): Promise<void> {
      stopping.abort(new Error('closed'))
      unsubscribe()
      wake()
      await running
    },
  }
}
export type Forwarder = Awaited<ReturnType<typeof createForwarder>>
